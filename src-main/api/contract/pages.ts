import { z } from 'zod';
import { DECIMAL_MARKS } from '../../domain/decimal-mark.ts';
import { AVERAGE_SPAN } from '../../domain/kept-average.ts';
import { LEAD_ORDERS, PRINT_KINDS } from '../../domain/reading-page.ts';
import { endpoint } from './endpoint.ts';
import { band } from './records.ts';
import { id } from './record-schemas.ts';

/** Pages of one print at most: a range of some minutes at 25 mm/s. */
export const MOST_PRINTED_PAGES = 60;

/** The beats that are averaged, and how. */
const averaged = z.object({
  /** R peaks, sample indices. */
  rPeaks: z.array(z.number().int().min(0)).min(1).max(100_000),
  statistic: z.enum(['mean', 'median']).default('median'),
  /** The class of all of them; absent where they are of several: then neither PR nor QT is given. */
  code: z.string().max(20).optional(),
  beforeMs: z.number().min(50).max(1000).default(AVERAGE_SPAN.beforeMs),
  afterMs: z.number().min(50).max(1500).default(AVERAGE_SPAN.afterMs),
});
/** Samples from R. */
const place = z.number().int().optional();

export const printPage = endpoint({
  method: 'POST',
  path: '/api/records/:recordId/page',
  summary: 'A page, or a stretch over several, as an A4 PDF of vectors at true scale',
  params: z.object({ recordId: id }),
  body: z.object({
    kind: z.enum(PRINT_KINDS),
    /** How decimals are written on it; absent: as the library's setting `numbers` says. */
    decimalMark: z.enum(DECIMAL_MARKS).optional(),
    order: z.enum(LEAD_ORDERS).default('standard'),
    /** Leads in a row of a 12-lead page. */
    columns: z.union([z.literal(2), z.literal(4)]).default(4),
    rhythmLead: z
      .enum(['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'])
      .default('II'),
    orientation: z.enum(['landscape', 'portrait']).default('landscape'),
    /** Of a full disclosure unused: its lines are as long as `lineSeconds`. */
    millimetresPerSecond: z.number().min(5).max(400),
    lineSeconds: z.number().min(10).max(600).default(60),
    /** First sample index. */
    from: z.number().int().min(0),
    /** Absent: one page. */
    to: z.number().int().min(0).optional(),
    /** Which, from top to bottom; of a full disclosure the first; of 12-lead and EP pages unused. */
    channels: z.array(z.number().int().min(0)).max(64).default([]),
    /** mm a unit of the signal, by kind; channels of their own beside. */
    ecgGain: z.number().min(0.5).max(500).default(10),
    iegmGain: z.number().min(0.5).max(500).default(10),
    ownGains: z
      .array(z.object({ channelIndex: z.number().int().min(0), gain: z.number().min(0.5).max(500) }))
      .default([]),
    ecgBand: band.optional(),
    iegmBand: band.optional(),
    notch: z.number().min(1).max(1000).optional(),
    /** Sets whose class codes stand over the traces: a person's filled, a machine's outlined; absent: none. */
    labels: z.object({ setId: id.optional(), machineSetId: id.optional() }).default({}),
    /** Marks of kind `caliper` that are drawn where they stand. */
    calipers: z.array(id).max(500).default([]),
    /** Of two moments: where the other one begins, and what stands over them. */
    moments: z
      .object({
        from: z.number().int().min(0),
        titles: z.tuple([z.string().max(60), z.string().max(60)]),
      })
      .optional(),
    /** Raw and filtered: above each other or beside each other. */
    pair: z.enum(['stacked', 'beside']).default('stacked'),
    /** Of an average beat. */
    average: averaged
      .extend({
        /** Median RR before beats that follow one of their class. */
        rrMs: z.number().min(100).max(5000).optional(),
        /** Beats that it is the median of; absent: of all of them. */
        rrBeats: z.number().int().min(0).optional(),
        /** What a person put right; absent: as found. */
        marks: z.object({ pOnset: place, qrsOnset: place, qrsOffset: place, tOffset: place }).optional(),
      })
      .optional(),
    /** Of aligned beats: the set whose beats lie in the stretch. */
    aligned: z.object({ setId: id, manner: z.enum(['waterfall', 'overlay']) }).optional(),
  }),
  kind: 'bytes',
  errors: ['NotFound', 'InvalidInput', 'FileMissing'],
});

export const getAverageBeat = endpoint({
  method: 'POST',
  path: '/api/records/:recordId/average-beat',
  summary: 'The mean or median of beats aligned on R, with its spread, in the layout of average-bytes',
  params: z.object({ recordId: id }),
  body: averaged.extend({ channels: z.array(z.number().int().min(0)).min(1).max(64) }),
  kind: 'bytes',
  errors: ['NotFound', 'InvalidInput', 'FileMissing'],
});
