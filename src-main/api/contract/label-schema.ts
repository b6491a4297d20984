import { z } from 'zod';
import { endpoint } from './endpoint.ts';

const code = z
  .string()
  .trim()
  .regex(/^[\w.?+-]{1,12}$/, 'a code has 1 to 12 letters, digits, or . ? + -');
const meaning = z.string().trim().min(1).max(120);

export const labelClass = z.object({
  code: z.string(),
  symbol: z.string(),
  aux: z.string(),
  meaning: z.string(),
  /** The program's class that an added one refines. */
  base: z.string().optional(),
  key: z.string().optional(),
  retired: z.boolean().optional(),
  replacedBy: z.string().optional(),
});
export type LabelClass = z.infer<typeof labelClass>;

export const labelSchema = z.object({
  version: z.number().int(),
  classes: z.array(labelClass),
  /** Oldest first. */
  versions: z.array(
    z.object({
      version: z.number().int(),
      note: z.string(),
      author: z.string().optional(),
      createdAt: z.string().optional(),
      changes: z.array(z.string()),
    }),
  ),
  /** Retired classes that human labels still carry. */
  retiredInUse: z.array(
    z.object({
      code: z.string(),
      replacedBy: z.string().optional(),
      beats: z.number().int(),
      sets: z.number().int(),
    }),
  ),
});
export type LabelSchema = z.infer<typeof labelSchema>;

export const getLabelSchema = endpoint({
  method: 'GET',
  path: '/api/label-schema',
  summary: 'The classes that labels have, by version, and retired ones that labels still carry',
  output: labelSchema,
});

const change = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('add'),
    base: z.string(),
    code,
    meaning,
    key: z.string().min(1).max(20).optional(),
  }),
  z.object({ kind: z.literal('rename'), code: z.string(), to: code.optional(), meaning }),
  z.object({ kind: z.literal('retire'), code: z.string(), replacedBy: z.string().optional() }),
  z.object({ kind: z.literal('restore'), code: z.string() }),
]);
export type SchemaChange = z.infer<typeof change>;

export const changeLabelSchema = endpoint({
  method: 'POST',
  path: '/api/label-schema',
  summary: 'Makes the next version; sets keep the version that they were made with, and every label',
  body: z.object({
    /** The version that was looked at. */
    from: z.number().int().positive(),
    changes: z.array(change).min(1).max(100),
    note: z.string().trim().min(1).max(500),
  }),
  output: labelSchema,
  errors: ['InvalidInput', 'Conflict'],
});
