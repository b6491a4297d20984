import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id } from './record-schemas.ts';

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const why = z.string().trim().min(1).max(1000);

export const assignment = z.object({
  id,
  studyId: id,
  /** The study's name, and the patient's code. */
  study: z.string(),
  patient: z.string(),
  reader: z.string(),
  /** 1: this reader's first reading of the study; 2: the repeat. */
  reading: z.number().int(),
  state: z.enum(['assigned', 'in progress', 'done']),
  /** Of whoever asks. */
  own: z.boolean(),
  blindToModel: z.boolean(),
  washoutDays: z.number().int(),
  due: z.string().optional(),
  note: z.string(),
  assignedBy: z.string(),
  assignedAt: z.string(),
  startedAt: z.string().optional(),
  doneAt: z.string().optional(),
  /** When a repeat may begin; absent where it may at once. */
  opensAt: z.string().optional(),
  /** The reading that has to be done first. */
  afterReading: z.number().int().optional(),
  records: z.array(
    z.object({
      recordId: id,
      record: z.string(),
      setId: id.optional(),
      /** Beats labelled, and beats that a machine found. */
      labelled: z.number().int(),
      found: z.number().int(),
    }),
  ),
});

export const listAssignments = endpoint({
  method: 'GET',
  path: '/api/assignments',
  summary: "One's own readings; everybody's for a trainer or administrator who asks for all",
  query: z.object({ all: z.stringbool().default(false) }),
  output: z.object({
    assignments: z.array(assignment),
    mayAssign: z.boolean(),
    /** Whom studies can be given to. */
    readers: z.array(z.string()),
  }),
});

export const assignStudies = endpoint({
  method: 'POST',
  path: '/api/assignments',
  summary: 'Gives studies to readers; a reader who had a study before gets a repeat, after the washout',
  body: z.object({
    studyIds: z.array(z.number().int().positive()).min(1).max(5000),
    readers: z.array(z.string().trim().min(1).max(80)).min(1).max(50),
    /** A model's labels are hidden too, until the reading is done. */
    blindToModel: z.boolean().default(false),
    washoutDays: z.number().int().min(0).max(3650).default(14),
    due: day.optional(),
    note: z.string().trim().max(500).default(''),
  }),
  output: z.object({ assigned: z.number().int() }),
  errors: ['NotFound', 'InvalidInput'],
});

const assignmentId = z.object({ assignmentId: id });

export const beginReading = endpoint({
  method: 'POST',
  path: '/api/assignments/:assignmentId/begin',
  summary: 'Begins a reading: each record of the study gets a set of its own, and other labels stay hidden',
  params: assignmentId,
  output: z.object({ recordIds: z.array(z.number()) }),
  errors: ['NotFound', 'NotAllowed'],
});

export const finishReading = endpoint({
  method: 'POST',
  path: '/api/assignments/:assignmentId/finish',
  summary: 'Ends a reading: its labels stay as they are, and other labels show',
  params: assignmentId,
  errors: ['NotFound', 'NotAllowed', 'Conflict'],
});

export const reopenReading = endpoint({
  method: 'POST',
  path: '/api/assignments/:assignmentId/reopen',
  summary: 'Lets a reader go on with a reading that was done',
  params: assignmentId,
  body: z.object({ why }),
  errors: ['NotFound', 'Conflict'],
});

export const withdrawAssignment = endpoint({
  method: 'DELETE',
  path: '/api/assignments/:assignmentId',
  summary: 'Takes an assignment back; labels that were made stay',
  params: assignmentId,
  body: z.object({ why }),
  errors: ['NotFound', 'Conflict'],
});

const agreement = {
  kind: z.enum(['inter', 'intra']),
  /** 0..1, of all beats of both. */
  agreement: z.number(),
  /** Cohen's, over matched beats. */
  kappa: z.number(),
  matched: z.number().int(),
  unmatched: z.number().int(),
};
const reading = z.object({ reader: z.string(), reading: z.number().int() });

export const getAgreement = endpoint({
  method: 'GET',
  path: '/api/assignments/agreement',
  summary:
    'Agreement between and within readers, of readings that are done; no study that one is still to read',
  output: z.object({
    pairs: z.array(
      z.object({
        ...agreement,
        studyId: id,
        study: z.string(),
        first: reading,
        second: reading,
        records: z.array(
          z.object({
            recordId: id,
            record: z.string(),
            firstSetId: id,
            secondSetId: id,
            disagreements: z.number().int(),
          }),
        ),
      }),
    ),
    pooled: z.array(z.object({ ...agreement, readers: z.array(z.string()), studies: z.number().int() })),
  }),
});
