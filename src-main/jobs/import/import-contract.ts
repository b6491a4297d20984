import { z } from 'zod';
import type { ErrorCode } from '../../domain/errors.ts';
import type { RecordWarning } from '../../domain/record.ts';

/** What an import job is started with. */
export const importInput = z.strictObject({
  /** Files, folders, zip files; absolute. */
  paths: z.array(z.string().min(1)).min(1),
  /** Who imports, for the trail. */
  author: z.string().min(1).default('local user'),
  /** All recordings become records of one study; otherwise each is a study of its own. */
  study: z.strictObject({ name: z.string().min(1) }).optional(),
  /** Whose they are, where the user says so; what a file says must not contradict it. */
  patient: z
    .strictObject({
      identifier: z.string().min(1).optional(),
      name: z.string().min(1).optional(),
      sex: z.string().optional(),
      birthYear: z.int().optional(),
    })
    .optional(),
  /** Made by the simulator. */
  simulated: z.boolean().default(false),
  /** The site's spellings of channel names. */
  aliases: z.record(z.string(), z.string()).optional(),
  /** Take recordings that are shorter than they say, with a warning, instead of refusing them. */
  acceptTruncated: z.boolean().default(false),
});

/** As a caller writes it; what has a default may be left out. */
export type ImportInput = z.input<typeof importInput>;
export type ImportOptions = z.output<typeof importInput>;

export interface ImportedRecord {
  readonly id: number;
  readonly studyId: number;
  readonly name: string;
  /** How many; their names in channel order beside it. */
  readonly signals: number;
  readonly signalNames: readonly string[];
  readonly samples: number;
  readonly samplingFrequency: number;
  readonly durationSeconds: number;
  /** Annotations that came with it, over all sets. */
  readonly annotations: number;
  readonly warnings: readonly RecordWarning[];
  /** It was in the library before: nothing was added. */
  readonly alreadyImported: boolean;
  /** Where it was found, as the user named it. */
  readonly source: string;
}

export interface ImportError {
  readonly path: string;
  readonly code: ErrorCode;
  readonly message: string;
  /** It is shorter than it says: `acceptTruncated` takes what is there. */
  readonly truncated?: boolean;
}

/** What an import job results in. Recordings that could not be read are told, the others are there. */
export interface ImportResult {
  readonly records: readonly ImportedRecord[];
  readonly errors: readonly ImportError[];
}
