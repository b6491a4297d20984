import { z } from 'zod';
import { blindWindow } from './blind-window.ts';
import { endpoint } from './endpoint.ts';

export const trailEntry = z.object({
  sequence: z.number().int(),
  who: z.string(),
  /** With zone. */
  at: z.string(),
  what: z.string(),
  object: z.string(),
  old: z.string().optional(),
  new: z.string().optional(),
  why: z.string().optional(),
  previousHash: z.string(),
  hash: z.string(),
  /** Old, new and why belong to what a blind reading hides. */
  withheld: z.boolean().optional(),
});

export const getTrail = endpoint({
  method: 'GET',
  path: '/api/trail',
  summary: 'Entries of the audit trail, in order',
  query: z.object({
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
    object: z.string().optional(),
  }),
  output: z.object({ entries: z.array(trailEntry) }),
});

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);

export const searchTrail = endpoint({
  method: 'GET',
  path: '/api/trail/search',
  summary:
    'Entries of the audit trail that fit, newest first, a page of them, and what there is to filter by',
  query: z.object({
    who: z.string().optional(),
    what: z.string().optional(),
    from: day.optional(),
    to: day.optional(),
    text: z.string().trim().min(1).max(200).optional(),
    /** The window reads a record blind: what others changed is withheld, and `text` is looked for in `object` alone. */
    blind: blindWindow.blind,
    offset: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
  }),
  output: z.object({
    total: z.number().int(),
    entries: z.array(trailEntry),
    people: z.array(z.string()),
    kinds: z.array(z.string()),
  }),
});

export const verifyTrail = endpoint({
  method: 'GET',
  path: '/api/trail/verification',
  summary: 'Recomputes the hash chain; names the first entry that was tampered with',
  output: z.object({
    sound: z.boolean(),
    entries: z.number().int().optional(),
    sequence: z.number().int().optional(),
    reason: z.string().optional(),
    /** What had to stand there, and what stands there. */
    expected: z.string().optional(),
    found: z.string().optional(),
  }),
});
