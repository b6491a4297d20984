import type { ApiClient } from '../../../api/contract/client.ts';
import type { ImportResult } from '../../../api/contract/work.ts';
import type { DateOrder } from '../../../domain/date-order.ts';
import type { RecordWarning } from '../../../domain/record.ts';
import type { Command } from '../command.ts';
import { resolve } from 'node:path';
import { answered, dateOrderOf } from '../date-order.ts';
import { followJob } from '../follow-job.ts';
import { withLibrary } from '../library-client.ts';
import { durationText, textTable } from '../text-table.ts';

/** Exit code 1 where any recording could not be imported; the others are. */
export const importCommand: Command = {
  name: 'import',
  summary: 'Imports files, folders and zip files into the library.',
  usage: 'PATH... [--library DIR] [--classify] [--accept-truncated] [--date-order month-first|day-first]',
  options: {
    classify: { type: 'boolean' },
    'accept-truncated': { type: 'boolean' },
    'date-order': { type: 'string' },
  },
  positionals: [1, Infinity],
  async run(args, terminal) {
    const order = dateOrderOf(args);
    const paths = args.positionals.map((path) => resolve(path));
    return withLibrary(
      args,
      async ({ api }) => {
        const acceptTruncated = args.flag('accept-truncated');
        const started = await api.startImport({ body: { paths, classify: false, acceptTruncated } });
        const imported = (await followJob(api, started, terminal)).result as ImportResult;
        const result = order === undefined ? imported : await dated(api, imported, order);
        if (args.flag('classify')) {
          for (const { id } of result.records)
            await followJob(api, await api.classifyRecord({ params: { recordId: id }, body: {} }), terminal);
        }
        return { json: result, text: textOf(result), failed: result.errors.length > 0 };
      },
      { create: true },
    );
  },
};

/** Each question of an ambiguous date answered in one way. */
async function dated(api: ApiClient, result: ImportResult, order: DateOrder): Promise<ImportResult> {
  const records: ImportResult['records'] = [];
  for (const record of result.records) records.push(await answered(api, record, order));
  return { ...result, records };
}

function textOf({ records, errors }: ImportResult): string {
  const rows = records.map((record) => [
    record.id,
    record.name,
    record.signals,
    record.samplingFrequency,
    durationText(record.durationSeconds),
    record.annotations,
    record.alreadyImported === true ? 'was in the library' : '',
  ]);
  const table =
    rows.length > 0 ? [textTable(['id', 'record', 'signals', 'Hz', 'time', 'annotations', ''], rows)] : [];
  const warnings = records.flatMap(({ name, warnings: list }) =>
    list.flatMap((warning) => told(name, warning as RecordWarning)),
  );
  const failures = errors.map(({ path, code, message }) => `Not imported: ${path}: ${code}: ${message}`);
  return [...table, ...warnings, ...failures].join('\n');
}

/** A question stands with what may be answered: the record's window asks it, and so does `date`. */
function told(name: string, { message, candidates }: RecordWarning): string[] {
  const line = `Warning: ${name}: ${message}`;
  return candidates
    ? [
        `${line} Either ${candidates.join(' or ')}; the record's window asks, or: date ${name} month-first|day-first.`,
      ]
    : [line];
}
