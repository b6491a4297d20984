import type { ErrorCode } from '../../domain/errors.ts';
import type { RecordWarning } from '../../domain/record.ts';

/** What an import job is started with; what has a default may be left out. */
export interface ImportInput {
  /** Files, folders, zip files; absolute. */
  readonly paths: readonly string[];
  /** Who imports, for the trail. */
  readonly author?: string;
  /** All recordings become records of one study; otherwise each is a study of its own. */
  readonly study?: { readonly name: string };
  /** Whose they are, where the user says so; what a file says must not contradict it. */
  readonly patient?: {
    readonly identifier?: string;
    readonly name?: string;
    readonly sex?: string;
    readonly birthYear?: number;
  };
  /** Made by the simulator. */
  readonly simulated?: boolean;
  /** The site's spellings of channel names. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Take recordings that are shorter than they say, with a warning, instead of refusing them. */
  readonly acceptTruncated?: boolean;
}

/** With the defaults. */
export type ImportOptions = ImportInput &
  Required<Pick<ImportInput, 'author' | 'simulated' | 'acceptTruncated'>>;

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
