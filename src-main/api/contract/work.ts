import { z } from 'zod';
import { ERROR_CODES } from '../../domain/errors.ts';
import { endpoint } from './endpoint.ts';
import { id } from './record-schemas.ts';

export const job = z.object({
  id,
  kind: z.enum(['import', 'classify', 'train', 'simulate']),
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
  errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
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
