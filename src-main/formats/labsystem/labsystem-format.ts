import type { ByteSource, SourceFolder } from '../../domain/bytes.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { identifyLead } from '../../domain/lead.ts';
import type { RecordReader, RecordWarning, SignalDescription } from '../../domain/record.ts';
import type { FoundRecord, OpenOptions, RecordFormat } from '../record-format.ts';
import { baseNameOf, directoryOf } from '../source-path.ts';
import type { TextPart } from '../text-record.ts';
import { TextRecordReader } from '../text-record.ts';
import { checkRows, zeroChannels } from '../text-warnings.ts';
import { TextTable } from '../text-table.ts';
import { withSource } from '../with-source.ts';
import { SUFFIX, exportsOf } from './export-group.ts';
import type { LabsystemChannel } from './labsystem-header.ts';
import { isLabsystem, readLabsystemHeader } from './labsystem-header.ts';
import type { PlacedExport } from './stitch.ts';

/** A 16-bit value of this size is the channel's range (R package EGM, read_bard: mV = value * range / 32768). */
const FULL_SCALE = 32768;

export const labsystemFormat: RecordFormat = {
  id: 'labsystem',
  find: findLabsystem,
  claims: async (folder, path) =>
    path.endsWith(SUFFIX) && (await withSource(folder, path, isLabsystem)) === true,
  open: openLabsystem,
};

async function findLabsystem(folder: SourceFolder, paths: readonly string[]): Promise<FoundRecord[]> {
  const directories = new Set(paths.filter((path) => path.endsWith(SUFFIX)).map(directoryOf));
  const found: FoundRecord[] = [];
  for (const directory of directories) {
    const { recordings, unreadable } = await exportsOf(folder, paths, directory);
    for (const path of [...recordings.map(([first]) => first.header.path), ...unreadable]) {
      found.push({ path, name: nameOf(path), format: 'labsystem' });
    }
  }
  return found;
}

function nameOf(path: string): string {
  return baseNameOf(path).slice(0, -SUFFIX.length);
}

/** @param path of any of the recording's exports */
async function openLabsystem(
  folder: SourceFolder,
  path: string,
  options: OpenOptions,
): Promise<RecordReader> {
  const { recordings } = await exportsOf(folder, await folder.list(), directoryOf(path));
  const recording = recordings.find((placed) => placed.some(({ header }) => header.path === path));
  if (!recording) {
    await withSource(folder, path, (source) => readLabsystemHeader(source, path)); // throws what is wrong with it
    throw new PurkinjeError('FileMissing', `There is no ${path}.`, { file: path });
  }
  const sources: ByteSource[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(sources.map((source) => source.close()));
  };
  try {
    return await readerOf(folder, recording, options, sources, close);
  } catch (error) {
    await close();
    throw error;
  }
}

/** @param sources receives what was opened */
async function readerOf(
  folder: SourceFolder,
  recording: readonly PlacedExport[],
  options: OpenOptions,
  sources: ByteSource[],
  close: () => Promise<void>,
): Promise<RecordReader> {
  const [{ header }] = recording;
  const { channels } = header;
  const parts: TextPart[] = [];
  const warnings: RecordWarning[] = [];
  for (const { header: part, from } of recording) {
    const source = await folder.open(part.path);
    if (!source) throw new PurkinjeError('FileMissing', `There is no ${part.path}.`, { file: part.path });
    sources.push(source);
    const table = await TextTable.open(source, { columns: channels.length, start: part.dataStart });
    warnings.push(...checkRows(source, table.rows, part.samples, options));
    parts.push({ from, table });
  }
  if (recording.length > 1) warnings.push(stitched(recording));
  const signals = channels.map((channel) => describe(channel, options));
  const last = parts[parts.length - 1];
  return new TextRecordReader({
    description: {
      ...{ name: nameOf(header.path), format: 'LabSystem PRO text', signals, comments: header.lines },
      samplingFrequency: header.samplingFrequency,
      samples: last.from + last.table.rows,
      warnings: [
        ...warnings,
        ...zeroChannels(signals, (i) => parts.every(({ table }) => table.zeroColumns[i])),
      ],
    },
    files: recording.map(({ header: { path } }) => path),
    columns: channels.map((_, index) => index),
    ...{ parts, close },
  });
}

function describe({ label, range, band }: LabsystemChannel, { aliases }: OpenOptions): SignalDescription {
  return {
    originalName: label,
    ...identifyLead(label, aliases),
    ...{ units: 'mV', gain: FULL_SCALE / range, baseline: 0, adcResolution: 16, adcZero: 0 },
    ...(band ? { acquisitionBand: band } : {}),
  };
}

function stitched(recording: readonly PlacedExport[]): RecordWarning {
  const message = `${recording.length} exports are joined by their start times, which are whole seconds: a gap between them may be up to 1 s shorter or longer than shown.`;
  return { code: 'other', message };
}
