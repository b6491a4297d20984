import { z } from 'zod';
import { editResult } from './annotations.ts';
import { blindWindow } from './blind-window.ts';
import { endpoint } from './endpoint.ts';
import { id } from './record-schemas.ts';

const sample = z.coerce.number().int().min(0);

export const measurement = z.object({
  /** Beats that were measured: up to five of one class. */
  ids: z.array(z.number()),
  code: z.string(),
  from: z.number().int(),
  to: z.number().int(),
  values: z.array(z.object({ name: z.string(), ms: z.number(), beats: z.number().int(), on: z.string() })),
  /** What the clinical rules or the signal do not give, and why. */
  refused: z.array(
    z.object({
      name: z.string(),
      why: z.string(),
      /** Only that it was not found: a person may measure it, on these channels. */
      missingOn: z.string().optional(),
      /** Given once a person measured the QT of these beats. */
      follows: z.boolean().optional(),
    }),
  ),
  /** Of the patient at the recording: how fast a tachycardia is depends on it. */
  ageYears: z.number().optional(),
});
export type Measurement = z.infer<typeof measurement>;

export const getMeasurement = endpoint({
  method: 'GET',
  path: '/api/annotation-sets/:setId/measurement',
  summary: 'Intervals of the beats around a time, on the unfiltered signal, channels named',
  params: z.object({ setId: id }),
  query: z.object({ at: sample, ...blindWindow }),
  output: measurement,
  errors: ['NotFound', 'InvalidInput', 'FileMissing'],
});

const ms = z.number().optional();
export const beatTable = z.object({
  rows: z.array(
    z.object({
      id: z.number(),
      sampleIndex: z.number().int(),
      code: z.string(),
      /** What traces are aligned to. */
      qrsOnset: z.number().int().optional(),
      cycleLengthMs: ms,
      prMs: ms,
      qrsMs: ms,
      vaMs: ms,
      ahMs: ms,
      hvMs: ms,
    }),
  ),
  septalChannel: z.string().optional(),
  septalIsSurrogate: z.boolean(),
  noHis: z.string().optional(),
});
export type BeatTable = z.infer<typeof beatTable>;

export const getBeatTable = endpoint({
  method: 'GET',
  path: '/api/annotation-sets/:setId/beat-table',
  summary: 'Cycle length, PR, QRS, VA, AH and HV of each beat of a stretch',
  params: z.object({ setId: id }),
  query: z.object({ from: sample, to: sample, ...blindWindow }),
  output: beatTable,
  errors: ['NotFound', 'InvalidInput', 'FileMissing'],
});

export const STUDY_MARK_KINDS = [
  'bookmark',
  'caliper',
  'measurement',
  /** Moved onsets and offsets of an average beat. */
  'average',
  'catheter',
  'drug',
  'ablation',
  'manoeuvre',
  'note',
  'his',
  'stimulus',
  'families',
] as const;

const markBody = z.object({
  kind: z.enum(STUDY_MARK_KINDS),
  from: z.number().int().min(0),
  to: z.number().int().min(0).optional(),
  text: z.string().max(2000).default(''),
  /** JSON of the kind's own shape: a caliper's lines, a manoeuvre's reading, `{a}` of a confirmed H. */
  details: z.unknown().optional(),
});

export const studyMark = z.object({
  /** Of the laboratory's log, without its words: whoever asks is to read the study blind. */
  withheld: z.boolean().optional(),
  id,
  recordId: id,
  kind: z.string(),
  from: z.number().int(),
  to: z.number().int().optional(),
  text: z.string(),
  details: z.unknown().optional(),
  author: z.string(),
  createdAt: z.string(),
});
export type StudyMark = z.infer<typeof studyMark>;

export const listMarks = endpoint({
  method: 'GET',
  path: '/api/records/:recordId/marks',
  summary:
    "What is kept with a record besides labels: the laboratory's log, bookmarks, calipers, confirmed His; to a window that " +
    'reads blind not what others made of beats that its sets do not have labelled',
  params: z.object({ recordId: id }),
  query: z.object({
    blind: z.stringbool().default(false),
    setId: id.optional(),
    machineSetId: id.optional(),
  }),
  output: z.object({ marks: z.array(studyMark) }),
  errors: ['NotFound'],
});

export const addMark = endpoint({
  method: 'POST',
  path: '/api/records/:recordId/marks',
  summary: 'Keeps a mark',
  params: z.object({ recordId: id }),
  body: markBody,
  output: studyMark,
  errors: ['NotFound', 'InvalidInput'],
});

export const changeMark = endpoint({
  method: 'PUT',
  path: '/api/records/:recordId/marks/:markId',
  summary: 'Changes a mark',
  params: z.object({ recordId: id, markId: id }),
  body: markBody,
  output: studyMark,
  errors: ['NotFound', 'InvalidInput'],
});

export const deleteMark = endpoint({
  method: 'DELETE',
  path: '/api/records/:recordId/marks/:markId',
  summary: 'Deletes a mark',
  params: z.object({ recordId: id, markId: id }),
  errors: ['NotFound'],
});

const step = z.object({
  /** What it changed in the set; `marks` where it was a mark of the record. */
  labels: editResult.optional(),
  marks: z.object({ changed: z.array(studyMark), removed: z.array(z.number()) }).optional(),
});
export type Step = z.infer<typeof step>;

const stepOf = (direction: 'undo' | 'redo', summary: string) =>
  endpoint({
    method: 'POST',
    path: `/api/records/:recordId/${direction}`,
    summary,
    params: z.object({ recordId: id }),
    /** The set that is edited: its steps and those of the record's marks are one history. */
    body: z.object({ setId: id.optional() }),
    output: step,
    errors: ['NotFound', 'Conflict'],
  });
export const undoStep = stepOf('undo', 'Takes the last step back, of labels or marks; also after a restart');
export const redoStep = stepOf('redo', 'Does again what was undone last');

const reading = z.number().min(0).max(5000).optional();
export const measureManoeuvre = endpoint({
  method: 'POST',
  path: '/api/manoeuvres',
  summary: 'What follows from the readings of a manoeuvre by arithmetic; gives no verdict',
  body: z.object({
    postPacingInterval: reading,
    tachycardiaCycleLength: reading,
    avReturn: reading,
    avTachycardia: reading,
    stimulusToAtrium: reading,
    ventricleToAtrium: reading,
    response: z.enum(['VAV', 'VAAV']).optional(),
    atrialCycleWithPvc: reading,
    atrialCycleBefore: reading,
    stimulusToAtriumWithHis: reading,
    stimulusToAtriumWithoutHis: reading,
    longestBlockedCoupling: reading,
    shortestPreExcitedRr: reading,
    pathwayRefractoryPeriod: reading,
  }),
  output: z.object({
    measures: z.array(
      z.object({
        name: z.string(),
        value: z.union([z.number(), z.string()]),
        unit: z.enum(['ms', '']),
        by: z.string(),
        /** 250 ms or less (SPERRI, APERP). */
        marked: z.boolean(),
      }),
    ),
  }),
});
