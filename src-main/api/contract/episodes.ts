import { z } from 'zod';
import { blindWindow } from './blind-window.ts';
import { endpoint } from './endpoint.ts';
import { id } from './record-schemas.ts';

export const episode = z.object({
  /** Sample of the first beat, and of the first beat after the last (the record's end where there is none). */
  from: z.number().int(),
  to: z.number().int(),
  lastBeat: z.number().int(),
  /** What it was found by. */
  basis: z.enum(['labels', 'rhythm', 'rate']),
  beats: z.number().int(),
  /** Its beats' annotations. */
  ids: z.array(z.number()),
  durationSeconds: z.number(),
  cycleLengthMs: z.number(),
  ratePerMinute: z.number(),
  classes: z.array(z.object({ code: z.string(), count: z.number().int() })),
  /** Most frequent class. */
  code: z.string(),
  /** Beats of more than one tachycardia are in it. */
  mixed: z.boolean(),
  onset: z.object({ code: z.string().optional(), couplingMs: z.number().optional() }),
  termination: z.object({ code: z.string().optional(), pauseMs: z.number().optional() }),
});
export type Episode = z.infer<typeof episode>;

export const getEpisodes = endpoint({
  method: 'GET',
  path: '/api/annotation-sets/:setId/episodes',
  summary: 'Tachycardia episodes of a set, with onset and termination; a help to look, no diagnosis',
  params: z.object({ setId: id }),
  output: z.object({ setId: id, revision: z.number().int(), episodes: z.array(episode) }),
  errors: ['NotFound'],
});

export const stimulus = z.object({
  sampleIndex: z.number().int(),
  amplitude: z.number(),
  channelIndex: z.number().int(),
  train: z.number().int(),
  /** S1, S2 ... */
  name: z.string(),
  intervalMs: z.number().optional(),
  /** Catheter with the largest artefact. */
  site: z.enum(['surface', 'CS', 'ABL', 'RVA', 'HIS', 'other']).optional(),
  toBeatMs: z.number().optional(),
  beatClass: z.string().optional(),
  /** Of the ventricle, where the ventricle is paced; not judged elsewhere. */
  captured: z.boolean().optional(),
  /** Who put it right, where somebody did: name, capture, or that there is one at all. */
  by: z.string().optional(),
});

export const refractoryPeriod = z.object({
  site: z.string().optional(),
  driveMs: z.number(),
  extra: z.string(),
  longestBlockedMs: z.number().optional(),
  shortestCapturedMs: z.number().optional(),
  inconsistent: z.boolean(),
  trains: z.number().int(),
});
export type RefractoryPeriod = z.infer<typeof refractoryPeriod>;
export type StimulusMark = z.infer<typeof stimulus>;

export const getStimuli = endpoint({
  method: 'GET',
  path: '/api/records/:recordId/stimuli',
  summary: 'Pacing stimuli, named S1, S2 ... by train; with a set, the beat that followed each',
  params: z.object({ recordId: id }),
  query: z.object({ setId: id.optional(), ...blindWindow }),
  output: z.object({
    stimuli: z.array(stimulus),
    /** Of the S1-S2 (S3, S4) series, as far as capture is judged. */
    refractory: z.array(refractoryPeriod),
  }),
  errors: ['NotFound', 'FileMissing'],
});
