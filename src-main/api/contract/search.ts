import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { annotationSet, id } from './record-schemas.ts';

const ms = z.coerce.number().min(0).max(60_000).optional();

export const search = endpoint({
  method: 'GET',
  path: '/api/search',
  summary: 'Records of all studies with beats of a class or an RR interval, or with words in their notes',
  query: z.object({
    class: z.string().min(1).max(20).optional(),
    rrFrom: ms,
    rrTo: ms,
    text: z.string().trim().min(1).max(200).optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
  }),
  output: z.object({
    hits: z.array(
      z.object({
        recordId: id,
        record: z.string(),
        study: z.string(),
        setId: id.optional(),
        origin: z.enum(['human', 'machine']).optional(),
        beats: z.number().int(),
        firstSample: z.number().optional(),
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
