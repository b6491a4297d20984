import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id } from './record-schemas.ts';

/** `N,NRT`: codes separated by commas. */
const codes = z
  .string()
  .min(1)
  .transform((text) => text.split(','));

export const queueItem = z.object({
  sampleIndex: z.number(),
  machineId: z.number().optional(),
  humanId: z.number().optional(),
  humanClass: z.string().optional(),
  reviewed: z.boolean(),
  /** From here on: not there in a blind reading. */
  machineClass: z.string().optional(),
  confidence: z.number().optional(),
  abstained: z.boolean().optional(),
  /** What it is sorted by, highest first. */
  score: z.number().optional(),
});
export type QueueItem = z.infer<typeof queueItem>;

export const getQueue = endpoint({
  method: 'GET',
  path: '/api/annotation-sets/:setId/queue',
  summary: "A machine set's beats in the order in which to look at them, with progress",
  params: z.object({ setId: id }),
  query: z.object({
    order: z
      .enum(['time', 'entropy', 'margin', 'disagreement', 'out-of-distribution', 'rarity'])
      .default('entropy'),
    /** The reader's own set. */
    humanSet: id.optional(),
    classes: codes.optional(),
    rhythms: codes.optional(),
    reviewed: z.enum(['no', 'yes', 'all']).default('no'),
    /** Hides what the machine said; `time` is the only order then. */
    blind: z.stringbool().default(false),
    offset: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(5000).default(200),
  }),
  output: z.object({
    /** Beats that the class and rhythm filters leave, and how many of them a person has looked at. */
    total: z.number().int(),
    reviewed: z.number().int(),
    queued: z.number().int(),
    items: z.array(queueItem),
  }),
  errors: ['NotFound', 'InvalidInput'],
});
