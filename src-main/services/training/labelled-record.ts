import type { Hash } from 'node:crypto';
import type { Annotation } from '../../domain/annotation.ts';
import type { ChannelAliases } from '../../domain/lead.ts';
import type { RecordReader } from '../../domain/record.ts';

/** A recording with the labels that it is trained on, wherever it lies: a folder as downloaded, or a library. */
export interface LabelledRecord {
  /** What it is found by in its place. */
  readonly id: string;
  readonly name: string;
  /** Made by the simulator. */
  readonly simulated: boolean;
  /** Ownership: call `close`. @throws StudyUnreadable */
  open(): Promise<RecordReader>;
  /** undefined where nobody labelled it. */
  annotations(reader: RecordReader): Promise<readonly Annotation[] | undefined>;
  /** One person: studies of one patient share it. */
  subject(reader: RecordReader): string;
  /** Feeds all that the examples are made of into the key they are kept under: signals and labels. */
  addContent(hash: Hash, reader: RecordReader): Promise<void>;
}

/** Where recordings lie: plain, so that another thread finds the same. */
export type SourcePlace =
  | { readonly kind: 'folder'; readonly path: string; readonly aliases?: ChannelAliases }
  | { readonly kind: 'library'; readonly path: string };

/** Recordings of one place, and how to leave it. */
export interface LabelledSource {
  readonly place: SourcePlace;
  /** What cards and messages call it. */
  readonly title: string;
  readonly records: readonly LabelledRecord[];
  close(): void;
}
