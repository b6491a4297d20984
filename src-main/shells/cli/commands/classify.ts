import { resolve } from 'node:path';
import { modelFor } from '../../../services/models.ts';
import { classifyRecording } from '../../../services/training/classify-recording.ts';
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
  const { setId, without, ...rest } = job.result as Classified & {
    setId: number;
    without: readonly string[];
  };
  const lacking = without.length > 0 ? [`Classified without ${without.join(', ')}.`] : [];
  const result = { ...rest, warnings: [...lacking, ...rest.warnings] };
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
    const {
      annotations,
      decisions: _,
      ...result
    } = await classifyRecording(reader, modelFor(reader.description, args.text('model')).folder, {
      onProgress: (fraction) => terminal.progress(fraction, 'finding beats'),
      abortSignal: terminal.abortSignal,
    });
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
    ...result.warnings.map((warning) => `Warning: ${warning}`),
    ...(out === undefined ? [] : [`Written to ${out}`]),
  ];
  return { json: { ...result, out }, text: lines.join('\n') };
}
