import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { annotationSet, id } from './record-schemas.ts';

/** Columns of equal length, in time order. `mark` indexes `marks`: each symbol + aux once. */
export const annotationColumns = z.object({
  setId: id,
  /** Raised by every edit of the set. */
  revision: z.number().int(),
  id: z.array(z.number()),
  sampleIndex: z.array(z.number()),
  mark: z.array(z.number().int()),
  marks: z.array(z.object({ symbol: z.string(), aux: z.string() })),
  /** How each label came about, an index into `provenances`. */
  provenance: z.array(z.number().int()),
  provenances: z.array(z.string()),
  /** WFDB's small numbers of those annotations (by position) that have any; all others are 0. */
  numbers: z
    .array(
      z.object({
        at: z.number().int(),
        subtype: z.number().int(),
        channel: z.number().int(),
        number: z.number().int(),
      }),
    )
    .optional(),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
});
export type AnnotationColumns = z.infer<typeof annotationColumns>;

export const getAnnotations = endpoint({
  method: 'GET',
  path: '/api/annotation-sets/:setId/annotations',
  summary: 'All annotations of a set, beats, rhythm marks, notes and quality marks alike',
  params: z.object({ setId: id }),
  output: annotationColumns,
  errors: ['NotFound'],
});

/** Per predicted beat, in time order; aligned with the set's beats. Probabilities come as bytes. */
export const predictionColumns = z.object({
  setId: id,
  model: z.string(),
  /** Class codes of domain/beat-class, the order of the probabilities. */
  classes: z.array(z.string()),
  annotationId: z.array(z.number()),
  sampleIndex: z.array(z.number()),
  classIndex: z.array(z.number().int()),
  confidence: z.array(z.number()),
  margin: z.array(z.number()),
  entropy: z.array(z.number()),
  abstained: z.array(z.boolean()),
  outOfDistribution: z.array(z.number()),
  /** 0..1, mean over the window; null-free: -1 where there was no IEGM. */
  weightOnIegm: z.array(z.number()),
  /** What the classification did without: missing leads, no IEGM ... */
  without: z.array(z.string()),
  modelWarnings: z.array(z.string()),
});
export type PredictionColumns = z.infer<typeof predictionColumns>;

export const getPredictions = endpoint({
  method: 'GET',
  path: '/api/annotation-sets/:setId/predictions',
  summary: 'A machine set with class, confidence and margin per beat',
  params: z.object({ setId: id }),
  output: predictionColumns,
  errors: ['NotFound'],
});

export const getProbabilities = endpoint({
  method: 'GET',
  path: '/api/annotation-sets/:setId/predictions/:annotationId',
  summary:
    'One beat: every class with its probability; with `explained`, what the model says of it once more',
  params: z.object({ setId: id, annotationId: id }),
  /**
   * Asks the model that made the set: the optional answers and the prototypes come only with it, as far as the model
   * gives them. The first beat of a set takes as long as reading the record's leads, each further one some 50 ms.
   */
  query: z.object({ explained: z.stringbool().default(false) }),
  output: z.object({
    classes: z.array(z.string()),
    probabilities: z.array(z.number()),
    /** The beat as in a recording without electrograms: signals, presence bits and the priors made of them. */
    withoutIegm: z.array(z.number()).optional(),
    /** The same without surface leads. Models are rarely trained on such recordings: read it with care. */
    withoutEcg: z.array(z.number()).optional(),
    /** Semantic weight on IEGM over the window's time steps. */
    weightOnIegm: z.array(z.number()).optional(),
    /** Cosine to the mean of each class of the model's first output (which need not be beat codes), highest first. */
    nearestPrototypes: z.array(z.object({ class: z.string(), similarity: z.number() })),
  }),
  /** ModelMismatch: what is installed under the model's name answers otherwise than the set says. */
  errors: ['NotFound', 'ModelMismatch', 'ModelUnreadable', 'StudyUnreadable'],
});

export const similarBeats = z.object({
  /** Cosine of the embeddings, highest first. */
  beats: z.array(
    z.object({
      recordId: id,
      record: z.string(),
      study: z.string(),
      sampleIndex: z.number().int(),
      samplingFrequency: z.number(),
      code: z.string(),
      by: z.string(),
      similarity: z.number(),
    }),
  ),
  /** Records of other patients that were looked through. */
  records: z.number().int(),
  /** Why there are none. */
  why: z.string().optional(),
});
export type SimilarBeats = z.infer<typeof similarBeats>;

export const getSimilarBeats = endpoint({
  method: 'GET',
  path: '/api/annotation-sets/:setId/predictions/:annotationId/similar',
  summary:
    "Beats that people labelled in other patients' studies and that the model finds most like this one",
  params: z.object({ setId: id, annotationId: id }),
  output: similarBeats,
  errors: ['NotFound'],
});

const beatMark = z.object({ symbol: z.string().min(1).max(8), aux: z.string().max(255).default('') });
export const provenance = z.enum(['blind', 'shown', 'accepted', 'bulk', 'imported', 'machine']);

/** An edit is one undo step, over any number of annotations. */
export const edit = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('insert'),
    annotations: z
      .array(
        beatMark.extend({
          sampleIndex: z.number().int().min(0),
          /** WFDB's small numbers. */
          subtype: z.number().int().min(-128).max(127).default(0),
          channel: z.number().int().min(0).max(255).default(0),
        }),
      )
      .min(1),
    /** What the new ones stand in place of: deleted in the same step. */
    removed: z.array(z.number().int()).default([]),
    provenance: provenance.default('shown'),
  }),
  z.object({ kind: z.literal('delete'), ids: z.array(z.number().int()).min(1) }),
  z.object({
    kind: z.literal('relabel'),
    ids: z.array(z.number().int()).min(1),
    mark: beatMark,
    provenance: provenance.default('shown'),
  }),
  z.object({
    kind: z.literal('move'),
    moves: z.array(z.object({ id: z.number().int(), sampleIndex: z.number().int().min(0) })).min(1),
  }),
  /** Takes the model's class for beats of a machine set: relabels the human beat matched to each, inserts where there is none. */
  z.object({
    kind: z.literal('accept'),
    machineSetId: z.number().int(),
    machineIds: z.array(z.number().int()).min(1),
    provenance: provenance.default('accepted'),
  }),
  /** Labels every beat of [from, to); with `rhythm` (`(AVNRT`) the rhythm marks of that stretch too. */
  z.object({
    kind: z.literal('episode'),
    from: z.number().int().min(0),
    to: z.number().int().min(1),
    mark: beatMark,
    rhythm: z.string().min(2).max(40).optional(),
    provenance: provenance.default('bulk'),
  }),
]);
export type Edit = z.input<typeof edit>;

/** What an edit, undo or redo changed: rows as they now are, and ids that are gone. */
export const editResult = z.object({
  setId: id,
  revision: z.number().int(),
  what: z.string(),
  changed: z.array(
    z.object({
      id: z.number(),
      sampleIndex: z.number(),
      symbol: z.string(),
      aux: z.string(),
      provenance: z.string(),
    }),
  ),
  removed: z.array(z.number()),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
});
export type EditResult = z.infer<typeof editResult>;

export const applyEdit = endpoint({
  method: 'POST',
  path: '/api/annotation-sets/:setId/edits',
  summary: 'Applies one edit to a human set: one undo step, saved at once',
  params: z.object({ setId: id }),
  /** `revision`: what the window has seen; a set that changed meanwhile answers Conflict. */
  body: z.object({ edit, revision: z.number().int().optional(), why: z.string().optional() }),
  output: editResult,
  errors: ['NotFound', 'Conflict', 'NotAllowed'],
});

export const undoEdit = endpoint({
  method: 'POST',
  path: '/api/annotation-sets/:setId/undo',
  summary: 'Takes the last edit back; without limit, also after a restart',
  params: z.object({ setId: id }),
  output: editResult,
  errors: ['NotFound', 'Conflict'],
});

export const redoEdit = endpoint({
  method: 'POST',
  path: '/api/annotation-sets/:setId/redo',
  summary: 'Does again what was undone last',
  params: z.object({ setId: id }),
  output: editResult,
  errors: ['NotFound', 'Conflict'],
});

export const createSet = endpoint({
  method: 'POST',
  path: '/api/records/:recordId/annotation-sets',
  summary: "A new annotator's set, empty or begun from another set",
  params: z.object({ recordId: id }),
  body: z.object({
    name: z.string().min(1).max(80),
    /** Where nobody signs in; else, and by default, whoever is at the workstation. */
    author: z.string().min(1).max(80).optional(),
    copyOf: z.number().int().optional(),
  }),
  output: annotationSet,
  errors: ['NotFound', 'Conflict'],
});

const disagreement = z.object({
  sampleIndex: z.number(),
  firstId: z.number().optional(),
  secondId: z.number().optional(),
  first: z.string().optional(),
  second: z.string().optional(),
  weight: z.number(),
});

export const getAdjudication = endpoint({
  method: 'GET',
  path: '/api/annotation-sets/:setId/adjudication',
  summary:
    'The beats on which the two sets of a consensus differ, worst first, with who decided each and how',
  params: z.object({ setId: id }),
  output: z.object({
    setId: id,
    of: z.tuple([id, id]),
    decided: z.number().int(),
    items: z.array(
      disagreement.extend({
        /** The consensus' own beat; absent where it was decided that there is none. */
        id: z.number().optional(),
        code: z.string().optional(),
        decided: z.boolean(),
        by: z.string().optional(),
        at: z.string().optional(),
      }),
    ),
  }),
  errors: ['NotFound', 'InvalidInput'],
});

export const compareSets = endpoint({
  method: 'GET',
  path: '/api/annotation-sets/:setId/comparison/:otherSetId',
  summary: 'Two sets beat by beat, matched within min(150 ms, 40 % of the local RR)',
  params: z.object({ setId: id, otherSetId: id }),
  output: z.object({
    agreement: z.number(),
    kappa: z.number(),
    classes: z.array(z.string()),
    /** `[first][second]` counts over `classes`. */
    confusion: z.array(z.array(z.number().int())),
    matched: z.number().int(),
    onlyFirst: z.number().int(),
    onlySecond: z.number().int(),
    /** Worst first: missed and extra beats, then by the machine's confidence in the other class. */
    disagreements: z.array(disagreement),
  }),
  errors: ['NotFound', 'InvalidInput'],
});
