import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ApiClient } from '../../../api/contract/client.ts';
import type { Batch } from '../../../api/contract/batch.ts';
import { UsageError } from '../arguments.ts';
import type { Command, Terminal } from '../command.ts';
import { dateOrderOf } from '../date-order.ts';
import { decimalOf } from '../decimal-option.ts';
import { withLibrary } from '../library-client.ts';
import { textTable } from '../text-table.ts';

const FORMATS = ['atr', 'csv', 'json'] as const;
const LOOK_AGAIN_MS = 200;

/** Ctrl-C stops; the same command again goes on. Exit code 1 where anything failed or was stopped. */
export const batchCommand: Command = {
  name: 'batch',
  summary: 'Imports and classifies a folder of recordings, and writes reports and labels of each.',
  usage:
    'FOLDER [--out DIR] [--report] [--format atr,csv,json] [--model ID] [--no-classify] [--decimal point|comma] [--accept-truncated] [--date-order month-first|day-first] [--library DIR]',
  options: {
    out: { type: 'string' },
    report: { type: 'boolean' },
    format: { type: 'string' },
    model: { type: 'string' },
    'no-classify': { type: 'boolean' },
    decimal: { type: 'string' },
    'accept-truncated': { type: 'boolean' },
    'date-order': { type: 'string' },
  },
  positionals: [1, 1],
  run(args, terminal) {
    const out = args.text('out');
    const formats = (args.text('format') ?? '').split(',').filter(Boolean).map(formatOf);
    const reports = args.flag('report');
    if (out === undefined && (reports || formats.length > 0))
      throw new UsageError('--report and --format need --out DIR.');
    const decimal = decimalOf(args);
    const asked = {
      folder: resolve(args.positionals[0]),
      out: out === undefined ? undefined : resolve(out),
      reports,
      formats,
      classify: !args.flag('no-classify'),
      model: args.text('model'),
      acceptTruncated: args.flag('accept-truncated'),
      dateOrder: dateOrderOf(args),
    };
    return withLibrary(
      args,
      async ({ api }) => {
        const body = { ...asked, decimalMark: await decimal(api) };
        const ended = await follow(api, await api.startBatch({ body }), terminal);
        const failed =
          ended.state !== 'done' ||
          ended.failures.length > 0 ||
          ended.items.some(({ state }) => state === 'failed');
        return { json: ended, text: textOf(ended), failed };
      },
      { create: true },
    );
  },
};

function formatOf(text: string): (typeof FORMATS)[number] {
  const found = FORMATS.find((one) => one === text);
  if (!found) throw new UsageError(`--format takes ${FORMATS.join(', ')}, not ${text}.`);
  return found;
}

async function follow(api: ApiClient, started: Batch, terminal: Terminal): Promise<Batch> {
  let state = started;
  let stopped = false;
  while (state.state === 'running') {
    terminal.progress(state.progress, state.doing);
    if (terminal.abortSignal.aborted && !stopped) {
      stopped = true;
      await api.stopBatch();
    }
    await setTimeout(LOOK_AGAIN_MS);
    state = (await api.getBatch()).batch ?? state;
  }
  return state;
}

function textOf({ items, failures, state, out }: Batch): string {
  const rows = items.map((item) => [
    item.recordId,
    item.record,
    item.state,
    item.beats,
    Object.entries(item.classes)
      .map(([code, count]) => `${code} ${count}`)
      .join(' '),
    item.message ?? '',
  ]);
  const table = rows.length > 0 ? [textTable(['id', 'record', 'state', 'beats', 'classes', ''], rows)] : [];
  const missing = failures.map(({ path, message }) => `Not imported: ${path}: ${message}`);
  const done = items.filter((item) => item.state === 'done').length;
  const where = out === undefined ? '' : `; written to ${out}`;
  const end = state === 'done' ? '' : ' Stopped: the same command goes on.';
  return [...table, ...missing, `${done} of ${items.length} recordings done${where}.${end}`].join('\n');
}
