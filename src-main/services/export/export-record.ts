import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { throwIfCancelled } from '../../domain/errors.ts';
import type { Annotation } from '../../domain/annotation.ts';
import { MISSING_SAMPLE, type RecordReader } from '../../domain/record.ts';
import { RecordEncoder, type WritableFormat } from '../../formats/wfdb/record-write.ts';
import { writeAnnotationFile, writeFailure } from '../recordings/write-annotation-file.ts';

/** A set to be written beside the record, `<record>.<suffix>`. */
export interface ExportedSet {
  readonly suffix: string;
  readonly annotations: readonly Annotation[];
}

export interface ExportOptions {
  /** Made where it is not there. */
  readonly out: string;
  readonly sets: readonly ExportedSet[];
  /** Where the recording's own files lie, to be copied as they are where the format is the same. */
  readonly originalFolder: string;
  readonly onProgress?: (fraction: number) => void;
  readonly abortSignal?: AbortSignal;
}

/**
 * Writes a record as WFDB: a WFDB original is copied byte for byte, anything else is encoded in the smallest format
 * that holds its values. Annotation sets are written as MIT-format files beside it.
 * @returns the files written, relative to `out`
 */
export async function exportWfdb(reader: RecordReader, options: ExportOptions): Promise<string[]> {
  mkdirSync(options.out, { recursive: true });
  const own = reader.description.format.toLowerCase().startsWith('wfdb');
  const written = own ? await copyOriginal(reader, options) : await encode(reader, options);
  const { name, samplingFrequency } = reader.description;
  for (const { suffix, annotations } of options.sets) {
    writeAnnotationFile(join(options.out, `${name}.${suffix}`), annotations, samplingFrequency);
    written.push(`${name}.${suffix}`);
  }
  return [...new Set(written)];
}

async function copyOriginal(reader: RecordReader, options: ExportOptions): Promise<string[]> {
  for (const [index, file] of reader.files.entries()) {
    throwIfCancelled(options.abortSignal);
    const target = join(options.out, file);
    mkdirSync(dirname(target), { recursive: true });
    await copyFile(join(options.originalFolder, file), target).catch((error: unknown) => {
      throw writeFailure(error, target);
    });
    options.onProgress?.((index + 1) / reader.files.length);
  }
  return [...reader.files];
}

/** Samples a step: 19 channels of 100,000 are 8 MB. */
const STEP = 100_000;

async function encode(reader: RecordReader, options: ExportOptions): Promise<string[]> {
  const { description } = reader;
  const encoder = new RecordEncoder({ ...description, format: await smallestFormat(reader) });
  const all = description.signals.map((_, channel) => channel);
  const data = openSync(join(options.out, encoder.dataName), 'w');
  try {
    for (let from = 0; from < description.samples; from += STEP) {
      throwIfCancelled(options.abortSignal);
      const to = Math.min(description.samples, from + STEP);
      writeSync(data, encoder.append(await reader.readDigital(all, from, to)));
      options.onProgress?.(to / description.samples);
    }
    const { bytes, header } = encoder.finish();
    writeSync(data, bytes);
    await writeFile(join(options.out, encoder.headerName), header);
  } catch (error) {
    throw writeFailure(error, join(options.out, encoder.dataName));
  } finally {
    closeSync(data);
  }
  return [encoder.headerName, encoder.dataName];
}

/** 16 or 24 bits where all values fit, with the format's lowest value kept free for what is missing. */
async function smallestFormat(reader: RecordReader): Promise<WritableFormat> {
  const { samples, signals } = reader.description;
  const all = signals.map((_, channel) => channel);
  let largest = 0;
  for (let from = 0; from < samples; from += STEP) {
    for (const values of await reader.readDigital(all, from, Math.min(samples, from + STEP)))
      for (const value of values) if (value !== MISSING_SAMPLE) largest = Math.max(largest, Math.abs(value));
  }
  if (largest < 2 ** 15) return 16;
  return largest < 2 ** 23 ? 24 : 32;
}

/** A set's name as a WFDB annotator name: letters and digits, beginning with a letter. */
export function suffixOf(setName: string): string {
  const bare = setName.normalize('NFKD').replace(/[^A-Za-z0-9]/g, '');
  return /^[A-Za-z]/.test(bare) ? bare.slice(0, 20) : `set${bare}`.slice(0, 20);
}
