import { z } from 'zod';
import { PurkinjeError } from '../domain/errors.ts';

/** What the jobs are started with whose handlers belong to the services: a job's row is read again by a later program. */
export const backupInput = z.strictObject({
  /** Absolute; must be new or empty. */
  folder: z.string().min(1),
  /** Who, for the trail. */
  author: z.string().min(1),
});
export type BackupInput = z.input<typeof backupInput>;

export const restoreInput = z.strictObject({
  /** Absolute; what a backup wrote. */
  backup: z.string().min(1),
  /** Absolute; must be new or empty. */
  folder: z.string().min(1),
  author: z.string().min(1),
});
export type RestoreInput = z.input<typeof restoreInput>;

export const checkInput = z.strictObject({});

export const eraseInput = z.strictObject({
  patientId: z.int().positive(),
  author: z.string().min(1),
  why: z.string().min(1),
});
export type EraseInput = z.input<typeof eraseInput>;

export const simulateInput = z.strictObject({
  /** Absolute; the studies are written here. */
  folder: z.string().min(1),
  subjects: z.int().min(1),
  seed: z.int().min(0),
  minutes: z.number().positive().optional(),
});
export type SimulateInput = z.input<typeof simulateInput>;

export const trainInput = z.strictObject({
  data: z.array(z.string().min(1)).min(1),
  preset: z.enum(['study', 'leipzig', 'mitbih']),
  out: z.string().min(1),
  /** Where models lie, and the version to make; no model where they are left out. */
  models: z.string().min(1).optional(),
  modelVersion: z.string().min(1).optional(),
  foldsToRun: z.int().min(1).optional(),
  epochs: z.int().min(1).optional(),
  mostWindows: z.int().min(0).optional(),
  /** ISO, for the model's card. */
  created: z.string().min(1),
});
export type TrainInput = z.input<typeof trainInput>;

/** @throws InvalidInput */
export function checkedInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new PurkinjeError('InvalidInput', `This job can't be done: ${z.prettifyError(parsed.error)}`);
}
