import { z } from 'zod';
import { ERROR_CODES } from '../../domain/errors.ts';
import { endpoint } from './endpoint.ts';
import { id } from './record-schemas.ts';

export const job = z.object({
  id,
  kind: z.enum(['import', 'classify', 'train', 'simulate', 'backup', 'restore', 'check', 'erase']),
  title: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  /** 0..1. */
  progress: z.number(),
  /** What it is doing now. */
  doing: z.string(),
  secondsLeft: z.number().optional(),
  createdAt: z.string(),
  result: z.unknown().optional(),
  error: z.object({ code: z.enum(ERROR_CODES), message: z.string() }).optional(),
});
export type Job = z.infer<typeof job>;

export const importResult = z.object({
  records: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      signals: z.number().int(),
      samples: z.number().int(),
      samplingFrequency: z.number(),
      durationSeconds: z.number(),
      annotations: z.number().int(),
      warnings: z.array(z.unknown()),
      alreadyImported: z.boolean().optional(),
    }),
  ),
  errors: z.array(
    z.object({
      path: z.string(),
      code: z.string(),
      message: z.string(),
      /** It is shorter than it says: `importAgain` takes what is there. */
      truncated: z.boolean().optional(),
    }),
  ),
});
export type ImportResult = z.infer<typeof importResult>;

export const startImport = endpoint({
  method: 'POST',
  path: '/api/imports',
  summary: 'Imports files, folders and zip files by path, or an upload; then classifies unless told not to',
  body: z.object({
    paths: z.array(z.string()).optional(),
    uploadId: z.string().optional(),
    /** Take recordings that are shorter than they say, with a warning. */
    acceptTruncated: z.boolean().optional(),
    classify: z.boolean().default(true),
  }),
  output: job,
  errors: ['FileMissing', 'DiskFull', 'NotFound'],
});

export const importAgain = endpoint({
  method: 'POST',
  path: '/api/jobs/:jobId/again',
  summary: 'Imports once more what an import left out, and takes recordings that are shorter than they say',
  params: z.object({ jobId: id }),
  output: job,
  errors: ['NotFound', 'Conflict', 'FileMissing'],
});

export const startSimulation = endpoint({
  method: 'POST',
  path: '/api/simulations',
  summary:
    'Simulates studies from a seed in a job, then imports them, marked as simulated: no clinical evidence',
  body: z.object({
    subjects: z.number().int().min(1).max(1000),
    seed: z.number().int().min(0),
    minutes: z.number().min(0.1).max(240).optional(),
    classify: z.boolean().default(true),
  }),
  output: job,
  errors: ['DiskFull'],
});

/** What a simulation job results in; the job that imports its studies follows it. */
export const simulationResult = z.object({
  records: z.array(
    z.object({
      name: z.string(),
      diagnosis: z.string(),
      age: z.number(),
      durationSeconds: z.number(),
      signals: z.number().int(),
      beats: z.number().int(),
    }),
  ),
});
export type SimulationResult = z.infer<typeof simulationResult>;

export const startTraining = endpoint({
  method: 'POST',
  path: '/api/trainings',
  summary:
    'Trains a network on folders of annotated recordings, in a job; as `train` of the command line does',
  body: z.object({
    /** Folders with recordings. */
    data: z.array(z.string().min(1).max(1000)).min(1).max(100),
    preset: z.enum(['study', 'leipzig', 'mitbih']).default('study'),
    /** Log, report and runs go here: a training that is started again with the same folder goes on. */
    out: z.string().min(1).max(1000),
    /** Also make a model of this version. */
    modelVersion: z
      .string()
      .regex(/^\d+\.\d+\.\d+$/)
      .optional(),
    /** Folds to run of those it is divided into; all of them where it is left out. */
    foldsToRun: z.number().int().min(1).max(50).optional(),
    epochs: z.number().int().min(1).max(10_000).optional(),
    mostWindows: z.number().int().min(0).optional(),
  }),
  output: job,
  errors: ['FileMissing'],
});

/** What a training job results in. */
export const trainingResult = z.object({
  examples: z.number().int(),
  tested: z.number().int(),
  accuracy: z.number(),
  macroF1: z.number(),
  report: z.string(),
  log: z.string(),
  model: z.string().optional(),
  seconds: z.number(),
});
export type TrainingResult = z.infer<typeof trainingResult>;

export const createUpload = endpoint({
  method: 'POST',
  path: '/api/uploads',
  summary: 'Opens an upload (web shell): a temporary folder that files are put into before importing it',
  body: z.object({ totalBytes: z.number().int().min(0) }),
  output: z.object({ uploadId: z.string() }),
  errors: ['DiskFull'],
});

export const putUpload = endpoint({
  method: 'PUT',
  path: '/api/uploads/:uploadId',
  summary: 'One file of an upload; `path` is relative with /',
  params: z.object({ uploadId: z.string() }),
  query: z.object({ path: z.string().min(1).max(1000) }),
  body: 'bytes',
  errors: ['NotFound', 'PathRefused', 'DiskFull'],
});

export const classifyRecord = endpoint({
  method: 'POST',
  path: '/api/records/:recordId/classify',
  summary: 'Classifies every beat of a record in a job; gives a machine set',
  params: z.object({ recordId: id }),
  body: z.object({ model: z.string().optional() }),
  output: job,
  errors: ['NotFound', 'ModelMismatch', 'ModelUnreadable'],
});

export const listJobs = endpoint({
  method: 'GET',
  path: '/api/jobs',
  summary: 'Jobs, newest first',
  output: z.object({ jobs: z.array(job) }),
});

export const watchJob = endpoint({
  method: 'GET',
  path: '/api/jobs/:jobId/progress',
  summary: 'The job as it is and each time it changes, one a line, until it ends',
  params: z.object({ jobId: id }),
  output: job,
  kind: 'lines',
  errors: ['NotFound'],
});

export const cancelJob = endpoint({
  method: 'DELETE',
  path: '/api/jobs/:jobId',
  summary: 'Cancels a job; what it did is undone or kept whole',
  params: z.object({ jobId: id }),
  output: job,
  errors: ['NotFound'],
});
