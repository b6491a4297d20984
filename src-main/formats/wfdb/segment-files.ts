import { PurkinjeError } from '../../domain/errors.ts';
import type { RecordWarning } from '../../domain/record.ts';
import { unreadable } from '../unreadable.ts';
import type { FrameSource } from './frame-source.ts';
import type { WfdbHeader } from './header.ts';
import { NULL_NAME } from './header.ts';
import type { SignalGroup } from './signal-group.ts';

export interface SegmentOptions {
  /** Open a record whose signal files are shorter than the header says; what is not there is missing. */
  readonly acceptTruncated?: boolean;
  /** Open a record of which no signal file is there; all samples are missing. */
  readonly acceptWithoutSignals?: boolean;
}

/** The signals of one file and its reader; undefined where there is no such file. */
export interface OpenGroup extends SignalGroup {
  readonly frames: FrameSource | undefined;
  /** Bytes of the file. */
  readonly size: number;
}

/** The frames of the longest file: a record's length where its header gives none. */
export function longest(groups: readonly OpenGroup[]): number {
  return groups.reduce((most, { frames }) => Math.max(most, frames?.frames ?? 0), 0);
}

/** A warning for each signal of a file that is not there. */
export function missingFile(header: WfdbHeader, group: SignalGroup): RecordWarning[] {
  return group.members.map((member) => ({
    code: 'missing-signal-file' as const,
    message: `${group.fileName} is not beside ${header.path}; the signal is shown as missing.`,
    signal: header.signals[member].description,
  }));
}

/** @throws StudyUnreadable for a file shorter than the header says, unless `acceptTruncated`: then a warning */
export function checkLength(
  header: WfdbHeader,
  group: OpenGroup,
  frames: number,
  options: SegmentOptions,
): RecordWarning[] {
  if (!group.frames || group.frames.frames >= frames) return [];
  const { fileName, size } = group;
  const held = `the file ends after ${group.frames.frames} of the ${frames} samples that ${header.path} announces`;
  if (!options.acceptTruncated) {
    throw unreadable(
      fileName,
      size,
      `${held}. Copy the recording again, or import what is there (command line: --accept-truncated).`,
    );
  }
  return [{ code: 'truncated', message: `${fileName}, byte ${size}: ${held}; the rest is missing.` }];
}

/** Thrown where a record has no signal file at all, or none of its segments. */
export function noSignalFile(header: WfdbHeader): PurkinjeError {
  const { signals, segments } = header;
  const files =
    segments.length > 0 ? segments.map(({ name }) => `${name}.hea`) : signals.map(({ fileName }) => fileName);
  const names = [...new Set(files)].filter((name) => name !== `${NULL_NAME}.hea`).join(', ');
  const message = `None of the ${segments.length > 0 ? 'segments' : 'signal files'} of ${header.path} is beside it (${names}). Put them there and open it again.`;
  return new PurkinjeError('FileMissing', message, { file: header.path });
}
