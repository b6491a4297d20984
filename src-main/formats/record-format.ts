import type { SourceFolder } from '../domain/bytes.ts';
import type { ChannelAliases } from '../domain/lead.ts';
import type { RecordReader } from '../domain/record.ts';

/** A recording that `findRecords` met. */
export interface FoundRecord {
  /** Of its header or only file, relative to the folder: `sub/100.hea`. */
  readonly path: string;
  readonly name: string;
  /** Which reader opens it: `wfdb` ... */
  readonly format: string;
}

export interface OpenOptions {
  /** The site's spellings of channel names. */
  readonly aliases?: ChannelAliases;
  /** For signals of different rates: one sample for each of the fastest (`high`, the default) or the mean of a frame. */
  readonly resolution?: 'high' | 'frame';
  /** Open a recording that is shorter than it says (with a warning) instead of refusing it. */
  readonly acceptTruncated?: boolean;
  /** Open a record of which no signal file is there, all samples missing: for its annotations. */
  readonly acceptWithoutSignals?: boolean;
  /** Open a record's damaged annotation files as empty sets with a warning instead of refusing all of them. */
  readonly acceptDamagedAnnotations?: boolean;
}

/** A file format that recordings come in. */
export interface RecordFormat {
  readonly id: string;
  /** The recordings of this format among a folder's files. */
  find(folder: SourceFolder, paths: readonly string[]): Promise<FoundRecord[]>;
  /** Whether a path, as a user gives it, is for this format to open. */
  claims(folder: SourceFolder, path: string): Promise<boolean>;
  open(folder: SourceFolder, path: string, options: OpenOptions): Promise<RecordReader>;
}
