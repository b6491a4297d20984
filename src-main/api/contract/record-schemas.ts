import { z } from 'zod';

/** Row ids of the store. */
export const id = z.coerce.number().int().positive();

export const warning = z.object({
  code: z.string(),
  message: z.string(),
  signal: z.string().optional(),
  /** Of an ambiguous start: the times that may be meant, without a zone. One of them is the answer (`setRecordStart`). */
  candidates: z.array(z.string()).readonly().optional(),
});

export const signal = z.object({
  /** Position in the record: what window requests name. */
  channelIndex: z.number().int().min(0),
  name: z.string(),
  originalName: z.string(),
  kind: z.enum(['ecg', 'iegm', 'pressure', 'other']),
  group: z.enum(['surface', 'CS', 'ABL', 'RVA', 'HIS', 'other']),
  units: z.string(),
  gain: z.number(),
  baseline: z.number(),
  /** Whole-record extremes in physical units; undefined for a signal that is all missing. */
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  /** Fractions of the record, 0..1. */
  missing: z.number(),
  clipped: z.number(),
  flat: z.boolean(),
  acquisitionBand: z.object({ low: z.number(), high: z.number() }).optional(),
});
export type Signal = z.infer<typeof signal>;

export const recordSummary = z.object({
  id,
  studyId: id,
  name: z.string(),
  format: z.string(),
  samplingFrequency: z.number(),
  samples: z.number().int(),
  durationSeconds: z.number(),
  signals: z.number().int(),
  /** As recorded, without a zone, never converted. */
  startTime: z.string().optional(),
  /** Beats of the newest human set, 0 where there is none. */
  beats: z.number().int(),
  predictedBeats: z.number().int(),
  warnings: z.array(warning),
});
export type RecordSummary = z.infer<typeof recordSummary>;

export const studySummary = z.object({
  id,
  /** As shown in the list: the patient's code or name of the recording. */
  title: z.string(),
  patient: z.object({
    id,
    /** Two identifiers stand on every screen. */
    code: z.string(),
    secondIdentifier: z.string().optional(),
    birthDate: z.string().optional(),
    ageYears: z.number().optional(),
    sex: z.enum(['female', 'male', 'other']).optional(),
  }),
  startTime: z.string().optional(),
  importedAt: z.string(),
  simulated: z.boolean(),
  records: z.array(recordSummary),
});
export type StudySummary = z.infer<typeof studySummary>;

export const annotationSet = z.object({
  id,
  recordId: id,
  name: z.string(),
  origin: z.enum(['human', 'machine']),
  /** `reference`: came with the recording; `annotator`: edited here; `detector`: R peaks; `classifier`: a model's. */
  kind: z.enum(['reference', 'annotator', 'detector', 'classifier', 'consensus']),
  author: z.string(),
  /** Suffix or name of the file that it came in (`atr`), where it came in one. */
  importedAs: z.string().optional(),
  model: z.string().optional(),
  createdAt: z.string(),
  beats: z.number().int(),
  annotations: z.number().int(),
  editable: z.boolean(),
  /** Version of the label schema that it was made with. */
  schemaVersion: z.number().int().optional(),
});
export type AnnotationSet = z.infer<typeof annotationSet>;

export const recordDetail = recordSummary.extend({
  study: studySummary.omit({ records: true }),
  /** Of this record within its study, from 1. */
  position: z.number().int(),
  recordsInStudy: z.number().int(),
  channels: z.array(signal),
  comments: z.array(z.string()),
  annotationSets: z.array(annotationSet),
});
export type RecordDetail = z.infer<typeof recordDetail>;
