import { z } from 'zod';
import { DATE_ORDERS } from '../../domain/date-order.ts';
import { DECIMAL_MARKS } from '../../domain/decimal-mark.ts';
import { endpoint } from './endpoint.ts';

const request = z.object({
  /** On the machine that holds the library. */
  folder: z.string().trim().min(1).max(1000),
  /** Where reports, exports and the summary go; nothing is written where it is left out. */
  out: z.string().trim().min(1).max(1000).optional(),
  reports: z.boolean().default(false),
  formats: z
    .array(z.enum(['atr', 'csv', 'json']))
    .max(3)
    .default([]),
  classify: z.boolean().default(true),
  model: z.string().optional(),
  /** Of the reports: how decimals are written; absent: as the library's setting `numbers` says. */
  decimalMark: z.enum(DECIMAL_MARKS).optional(),
  acceptTruncated: z.boolean().default(false),
  /** How dates that may be read two ways are meant; absent: each record's window asks. */
  dateOrder: z.enum(DATE_ORDERS).optional(),
});

export const batch = request.extend({
  state: z.enum(['running', 'stopped', 'done']),
  doing: z.string(),
  /** 0..1. */
  progress: z.number(),
  items: z.array(
    z.object({
      recordId: z.number().int(),
      record: z.string(),
      state: z.enum(['waiting', 'classifying', 'writing', 'done', 'failed']),
      /** Beats of the model's set, by class code. */
      beats: z.number().int(),
      classes: z.record(z.string(), z.number()),
      files: z.array(z.string()),
      message: z.string().optional(),
    }),
  ),
  /** What could not be imported. */
  failures: z.array(z.object({ path: z.string(), message: z.string() })),
});

export type Batch = z.infer<typeof batch>;

export const startBatch = endpoint({
  method: 'POST',
  path: '/api/batch',
  summary: 'Imports, classifies and writes out a folder of recordings; goes on where the same was stopped',
  body: request,
  output: batch,
  errors: ['Conflict', 'FileMissing', 'InvalidInput', 'NotFound'],
});

export const getBatch = endpoint({
  method: 'GET',
  path: '/api/batch',
  summary: 'The batch that runs, or the last one',
  output: z.object({ batch: batch.optional() }),
});

export const stopBatch = endpoint({
  method: 'DELETE',
  path: '/api/batch',
  summary: 'Stops the batch; what was done stays, and starting the same again goes on',
  output: batch,
  errors: ['NotFound'],
});
