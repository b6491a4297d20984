import { z } from 'zod';
import { blindWindow } from './blind-window.ts';
import { endpoint } from './endpoint.ts';
import { annotationSet, id } from './record-schemas.ts';

const ms = z.coerce.number().min(0).max(60_000).optional();

export const search = endpoint({
  method: 'GET',
  path: '/api/search',
  summary:
    'Records of all studies with beats of a class or an RR interval, a rhythm, or words in their notes, and where',
  query: z.object({
    class: z.string().min(1).max(20).optional(),
    rrFrom: ms,
    rrTo: ms,
    /** Code of a rhythm class, or an aux without its bracket. With a class or an interval: beats within such spans. */
    rhythm: z.string().min(1).max(20).optional(),
    text: z.string().trim().min(1).max(200).optional(),
    /** The record that the window reads blind: of it only what `blind` allows of its marks, no label. */
    blindRecordId: id.optional(),
    ...blindWindow,
    limit: z.coerce.number().int().min(1).max(5000).default(200),
    /** Most places of a record that are listed; all are counted. */
    places: z.coerce.number().int().min(0).max(1000).default(50),
  }),
  output: z.object({
    hits: z.array(
      z.object({
        recordId: id,
        record: z.string(),
        studyId: id,
        study: z.string(),
        patient: z.string(),
        samplingFrequency: z.number(),
        setId: id.optional(),
        set: z.string().optional(),
        origin: z.enum(['human', 'machine']).optional(),
        beats: z.number().int(),
        firstSample: z.number().optional(),
        rhythms: z.number().int(),
        places: z.array(z.object({ from: z.number(), to: z.number().optional(), what: z.string() })),
        notes: z.array(z.object({ sampleIndex: z.number(), text: z.string() })),
      }),
    ),
  }),
});

export const createConsensus = endpoint({
  method: 'POST',
  path: '/api/records/:recordId/consensus',
  summary: 'A set to adjudicate two others in: agreed labels taken, all others unsure until somebody decides',
  params: z.object({ recordId: id }),
  body: z.object({
    name: z.string().trim().min(1).max(80),
    firstSetId: z.number().int().positive(),
    secondSetId: z.number().int().positive(),
  }),
  output: z.object({ set: annotationSet, agreed: z.number().int(), undecided: z.number().int() }),
  errors: ['NotFound', 'Conflict', 'InvalidInput'],
});
