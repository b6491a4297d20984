import { PurkinjeError } from '../../../domain/errors.ts';
import type { RecordReader } from '../../../domain/record.ts';
import { dumpAnnotations, dumpSamples } from '../../../services/recordings/dump-csv.ts';
import type { CommandArguments } from '../arguments.ts';
import type { Command, CommandResult, Terminal } from '../command.ts';
import { annotationsOf, requireNamed } from '../named-annotations.ts';
import { openNamed, withRecord, type NamedRecord } from '../record-argument.ts';

export const dumpCommand: Command = {
  name: 'dump',
  summary: 'Writes samples or annotations as CSV, the first line the names.',
  usage: 'RECORD [--from S] [--to S] [--signals I,II] [--physical] [--annotations NAME] [--library DIR]',
  options: {
    from: { type: 'string' },
    to: { type: 'string' },
    signals: { type: 'string' },
    physical: { type: 'boolean' },
    annotations: { type: 'string' },
  },
  positionals: [1, 1],
  run: (args, terminal) =>
    withRecord(args, async (record) => {
      // Annotations can be read where the signals, which are large, were not copied along.
      const acceptWithoutSignals = args.text('annotations') !== undefined;
      const reader = await openNamed(record, { acceptWithoutSignals });
      try {
        const pieces = await piecesOf(args, record, reader);
        return terminal.json ? await collected(pieces) : await streamed(pieces, terminal);
      } finally {
        await reader.close();
      }
    }),
};

async function piecesOf(
  args: CommandArguments,
  record: NamedRecord,
  reader: RecordReader,
): Promise<AsyncIterable<string> | Iterable<string>> {
  const range = { from: args.number('from', { min: 0 }), to: args.number('to', { min: 0 }) };
  const name = args.text('annotations');
  if (name === undefined)
    return dumpSamples(reader, {
      ...range,
      signals: args.text('signals')?.split(','),
      physical: args.flag('physical'),
    });
  const set = requireNamed(await annotationsOf(record, reader), name);
  return dumpAnnotations(reader, await set.annotations(), range);
}

async function streamed(
  pieces: AsyncIterable<string> | Iterable<string>,
  terminal: Terminal,
): Promise<CommandResult> {
  for await (const piece of pieces) {
    if (terminal.abortSignal.aborted) throw new PurkinjeError('Cancelled', 'Cancelled.');
    await terminal.write(piece);
  }
  return { json: undefined, text: '' };
}

/** One document: the names, and the rows as the CSV has them. */
async function collected(pieces: AsyncIterable<string> | Iterable<string>): Promise<CommandResult> {
  let text = '';
  for await (const piece of pieces) text += piece;
  const [names, ...rows] = text.trimEnd().split('\n').map(fieldsOf);
  return { json: { names, rows: rows.map((row) => row.map(valueOf)) }, text: '' };
}

function valueOf(field: string): number | string | null {
  if (field === '') return null;
  return Number.isNaN(Number(field)) ? field : Number(field);
}

/** Splits a line as RFC 4180 has it. */
function fieldsOf(line: string): string[] {
  const fields = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? [];
  return fields
    .slice(0, line.endsWith(',') || fields.at(-1) !== '' ? undefined : -1)
    .map((field) => field.replace(/,$/, ''))
    .map((field) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field));
}
