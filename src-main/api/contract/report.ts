import { z } from 'zod';
import { DECIMAL_MARKS } from '../../domain/decimal-mark.ts';
import { endpoint } from './endpoint.ts';
import { id } from './record-schemas.ts';

export const makeReport = endpoint({
  method: 'POST',
  path: '/api/records/:recordId/report',
  summary: 'A PDF: signed human labels, machine labels apart, strips at true scale; no diagnosis',
  params: z.object({ recordId: id }),
  body: z.object({
    /** How decimals are written on it; absent: as the library's setting `numbers` says. */
    decimalMark: z.enum(DECIMAL_MARKS).optional(),
    /** The reader's own words. */
    findings: z.string().max(20_000).default(''),
    /** None: the first onsets of episodes. */
    strips: z
      .array(
        z.object({
          from: z.number().int().min(0),
          title: z.string().max(120).optional(),
          channels: z.array(z.number().int().min(0)).min(1).max(12).optional(),
          millimetresPerSecond: z.union([z.literal(25), z.literal(50)]).default(25),
        }),
      )
      .max(40)
      .default([]),
  }),
  kind: 'bytes',
  errors: ['NotFound', 'InvalidInput', 'FileMissing'],
});
