import type { SourceFolder } from '../../domain/bytes.ts';
import type { ChannelAliases } from '../../domain/lead.ts';
import type { RecordReader, RecordWarning } from '../../domain/record.ts';
import { unreadable } from '../unreadable.ts';
import { readRecordAnnotations } from './record-annotations.ts';
import type { Resolution } from './frame-rate.ts';
import type { WfdbHeader } from './header.ts';
import { readHeader } from './header-read.ts';
import { listRecordFiles } from './record-files.ts';
import type { RecordPart } from './record-part.ts';
import { WfdbRecordReader } from './record-reader.ts';
import { Segment } from './segment.ts';
import type { SegmentOptions } from './segment-files.ts';
import { noSignalFile } from './segment-files.ts';
import { openSegments } from './segment-list.ts';
import { calibrationWarnings, describeSignal, startTimeOf } from './signal-description.ts';

export interface WfdbOptions extends SegmentOptions {
  readonly aliases?: ChannelAliases;
  /** Of records with several samples a frame; `high` (nothing is lost) unless given. */
  readonly resolution?: Resolution;
  /** Damaged annotation files are empty sets with a warning; refused unless given. */
  readonly acceptDamagedAnnotations?: boolean;
}

/** What both kinds of record come down to before they become a reader. */
export interface OpenedRecord {
  readonly header: WfdbHeader;
  /** As the header would have it for a record of one segment. */
  readonly signals: WfdbHeader['signals'];
  readonly frames: number;
  readonly parts: readonly RecordPart[];
  readonly maxSamplesPerFrame: number;
  readonly warnings: readonly RecordWarning[];
  readonly close: () => Promise<void>;
}

/**
 * Opens a WFDB record.
 * @param path of its header in the folder, with or without `.hea`
 * @throws StudyUnreadable, FileMissing, PathRefused, UnsupportedFormat
 */
export async function openWfdb(
  folder: SourceFolder,
  path: string,
  options: WfdbOptions = {},
): Promise<RecordReader> {
  const header = await readHeader(folder, path);
  const opened =
    header.segments.length > 0
      ? await openSegments(folder, header, options)
      : await openSingle(folder, header, options);
  try {
    return await makeReader(folder, opened, options);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openSingle(
  folder: SourceFolder,
  header: WfdbHeader,
  options: WfdbOptions,
): Promise<OpenedRecord> {
  if (header.signals.length === 0 && !options.acceptWithoutSignals) {
    throw unreadable(header.path, 0, 'the header describes no signals, so there is nothing to show.');
  }
  const segment = await Segment.open(folder, header, options);
  if (!segment.hasData && header.signals.length > 0 && !options.acceptWithoutSignals) {
    await segment.close();
    throw noSignalFile(header);
  }
  const channels = header.signals.map(({ samplesPerFrame }, signal) => ({
    ...{ signal, samplesPerFrame, scale: 1, shift: 0 },
  }));
  return {
    ...{ header, signals: header.signals, frames: segment.frames },
    parts: [{ from: 0, to: segment.frames, use: (act) => act(segment), channels }],
    maxSamplesPerFrame: channels.reduce((most, { samplesPerFrame }) => Math.max(most, samplesPerFrame), 1),
    warnings: [...segment.warnings, ...calibrationWarnings(header)],
    close: () => segment.close(),
  };
}

async function makeReader(
  folder: SourceFolder,
  opened: OpenedRecord,
  options: WfdbOptions,
): Promise<RecordReader> {
  const { header, signals, frames, parts, close } = opened;
  const factor = options.resolution === 'frame' ? 1 : opened.maxSamplesPerFrame;
  const samplingFrequency = header.frameFrequency * factor;
  if (!Number.isSafeInteger(frames * factor)) {
    throw unreadable(header.path, 0, `${frames} frames of ${factor} samples are more than can be counted.`);
  }
  const { files, annotationFiles, warnings } = await listRecordFiles(folder, header);
  const formats = [...new Set(signals.map(({ format }) => format))].filter((format) => format !== 0);
  return new WfdbRecordReader({
    description: {
      name: header.name,
      format: formats.length > 0 ? `WFDB ${formats.join(', ')}` : 'WFDB',
      samplingFrequency,
      samples: frames * factor,
      signals: signals.map((signal) => describeSignal(signal, options.aliases)),
      startTime: startTimeOf(header),
      comments: header.comments,
      warnings: [...opened.warnings, ...warnings],
    },
    ...{ files, parts, factor, close },
    readAnnotations: () =>
      readRecordAnnotations(
        folder,
        annotationFiles,
        header.frameFrequency,
        samplingFrequency,
        frames * factor,
        options.acceptDamagedAnnotations,
      ),
  });
}
