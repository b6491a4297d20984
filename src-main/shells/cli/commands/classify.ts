import { resolve } from 'node:path';
import { classifyFile } from '../../../services/recordings/classify-file.ts';
import { writeAnnotationFile } from '../../../services/recordings/write-annotation-file.ts';
import type { CommandArguments } from '../arguments.ts';
import type { Command, CommandResult, Terminal } from '../command.ts';
import { followJob } from '../follow-job.ts';
import { annotationsOf, requireNamed } from '../named-annotations.ts';
import { openNamed, withRecord, type NamedRecord } from '../record-argument.ts';

/** What both ways tell. */
interface Classified {
  readonly record: string;
  readonly model: string;
  readonly beats: number;
  readonly classes: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly warnings: readonly string[];
  readonly without: readonly string[];
}

export const classifyCommand: Command = {
  name: 'classify',
  summary: 'Predicts the class of every beat; in a library, as a new machine set.',
  usage: 'RECORD [--model ID] [--out FILE.prd] [--library DIR]',
  options: { model: { type: 'string' }, out: { type: 'string' } },
  positionals: [1, 1],
  run: (args, terminal) =>
    withRecord(args, (record) =>
      record.where === 'library'
        ? classifyStored(args, record, terminal)
        : classifyOnDisk(args, record, terminal),
    ),
};

async function classifyStored(
  args: CommandArguments,
  record: NamedRecord & { where: 'library' },
  terminal: Terminal,
): Promise<CommandResult> {
  const { api } = record.client;
  const params = { recordId: record.summary.id };
  const job = await followJob(
    api,
    await api.classifyRecord({ params, body: { model: args.text('model') } }),
    terminal,
  );
  const { setId, ...result } = job.result as Classified & { setId: number };
  const out = args.text('out');
  if (out !== undefined) {
    const reader = await openNamed(record);
    try {
      const set = requireNamed(await annotationsOf(record, reader), String(setId));
      writeAnnotationFile(resolve(out), await set.annotations(), record.summary.samplingFrequency);
    } finally {
      await reader.close();
    }
  }
  return told(result, out);
}

async function classifyOnDisk(
  args: CommandArguments,
  record: NamedRecord,
  terminal: Terminal,
): Promise<CommandResult> {
  const reader = await openNamed(record);
  try {
    const progress = (fraction: number, doing: string): void => terminal.progress(fraction, doing);
    const classified = await classifyFile(reader, args.text('model'), progress, terminal.abortSignal);
    const { annotations, ...result } = classified;
    const out = args.text('out');
    if (out !== undefined)
      writeAnnotationFile(resolve(out), annotations, reader.description.samplingFrequency);
    return told(result, out);
  } finally {
    await reader.close();
  }
}

function told(result: Classified, out: string | undefined): CommandResult {
  const classes = Object.entries(result.classes).map(([code, count]) => `${code} ${count}`);
  const lines = [
    `${result.record}: ${result.beats} beats by ${result.model} in ${result.seconds.toFixed(1)} s`,
    ...(classes.length > 0 ? [classes.join(', ')] : []),
    ...(result.without.length > 0 ? [`Without: ${result.without.join(', ')}`] : []),
    ...result.warnings.map((warning) => `Warning: ${warning}`),
    ...(out === undefined ? [] : [`Written to ${out}`]),
  ];
  return { json: { ...result, out }, text: lines.join('\n') };
}
