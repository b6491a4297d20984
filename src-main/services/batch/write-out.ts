import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listAnnotationSets } from '../../store/annotation-sets.ts';
import { setFile } from '../export/set-file.ts';
import { suffixOf } from '../export/export-record.ts';
import { kindOf } from '../annotations/set-summary.ts';
import { visible } from '../assignments/blinding.ts';
import { writeFailure } from '../recordings/write-annotation-file.ts';
import { makeReport } from '../report/report.ts';
import type { Workstation } from '../workstation.ts';
import type { BatchItem, BatchRequest, BatchState } from './batch-state.ts';

/**
 * Writes a record's report and its sets; what is there already stays. A file appears when it is whole.
 * @returns the files, relative to `out`
 * @throws DiskFull, PathRefused ... as of any writing
 */
export async function writeOut(
  workstation: Workstation,
  { recordId, record }: Pick<BatchItem, 'recordId' | 'record'>,
  { out, reports, formats, decimalMark }: BatchRequest,
): Promise<string[]> {
  if (out === undefined) return [];
  makeFolder(out);
  const stem = `${record.replace(/[^\w.-]+/g, '-')}-${recordId}`;
  const files: string[] = [];
  const put = async (name: string, bytes: () => Promise<Uint8Array> | Uint8Array): Promise<void> => {
    if (!existsSync(join(out, name))) writeWhole(join(out, name), await bytes());
    files.push(name);
  };
  if (reports)
    await put(`${stem}.report.pdf`, () =>
      makeReport(workstation, recordId, { findings: '', strips: [], decimalMark }),
    );
  const sets = visible(workstation, listAnnotationSets(workstation.library.database, recordId));
  for (const set of sets.filter((one) => kindOf(one) !== 'detector'))
    for (const format of formats)
      await put(`${stem}.${suffixOf(set.name)}${set.id}.${format}`, () =>
        setFile(workstation, set.id, format),
      );
  return files;
}

/** One line a record, and the same as JSON. */
export function writeSummary({ out, items, failures }: BatchState): void {
  if (out === undefined) return;
  makeFolder(out);
  const codes = [...new Set(items.flatMap(({ classes }) => Object.keys(classes)))].sort();
  const quoted = (value: string | number): string =>
    /[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
  const rows = [
    ['record', 'record_id', 'state', 'beats', ...codes, 'message'],
    ...items.map(({ record, recordId, state, beats, classes, message = '' }) => [
      record,
      recordId,
      state,
      beats,
      ...codes.map((code) => classes[code] ?? 0),
      message,
    ]),
    ...failures.map(({ path, message }) => [path, '', 'not imported', 0, ...codes.map(() => 0), message]),
  ];
  const csv = [...rows.map((row) => row.map(quoted).join(',')), ''].join('\r\n');
  writeWhole(join(out, 'summary.csv'), new TextEncoder().encode(csv));
  const json = `${JSON.stringify({ format: 'purkinje batch', version: 1, records: items, failures }, undefined, 1)}\n`;
  writeWhole(join(out, 'summary.json'), new TextEncoder().encode(json));
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw writeFailure(error, folder);
  }
}

function writeWhole(file: string, bytes: Uint8Array): void {
  const partial = `${file}.partial`;
  try {
    writeFileSync(partial, bytes);
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw writeFailure(error, file);
  }
}
