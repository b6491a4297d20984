import { resolve } from 'node:path';
import { DEVICE_NAMES, readGrouping } from '../../../services/training/choices.ts';
import { evaluate } from '../../../services/training/evaluate.ts';
import { modelFolder } from '../../../services/training/model-folder.ts';
import { PRESETS, PRESET_NAMES } from '../../../services/training/presets.ts';
import type { Command } from '../command.ts';
import { classTable } from '../score-table.ts';

export const evaluateCommand: Command = {
  name: 'evaluate',
  summary: 'Scores a model on annotated recordings, at the annotated beats.',
  usage: `--data DIR [--preset ${PRESET_NAMES.join('|')}] [--model ID|FOLDER] [--grouping FILE] [--device ${DEVICE_NAMES.join('|')}] [--threads N] [--cache DIR]`,
  options: {
    data: { type: 'string' },
    preset: { type: 'string' },
    model: { type: 'string' },
    grouping: { type: 'string' },
    device: { type: 'string' },
    threads: { type: 'string' },
    cache: { type: 'string' },
  },
  positionals: [0, 0],
  async run(args, terminal) {
    const preset = PRESETS[args.choice('preset', PRESET_NAMES, 'study')];
    const grouping = args.text('grouping');
    const result = await evaluate(
      {
        model: modelFolder(args.text('model') ?? preset.model),
        path: resolve(args.required('data')),
        leaveOutWith: preset.leaveOutWith,
        dropBadSignal: preset.dropBadSignal,
        grouping: grouping === undefined ? undefined : readGrouping(grouping),
        cache: args.text('cache'),
        session: {
          device: args.choice('device', DEVICE_NAMES, 'auto'),
          threads: args.integer('threads', { min: 0 }) ?? 0,
        },
      },
      {
        onProgress: (fraction, doing) => terminal.progress(fraction, doing),
        abortSignal: terminal.abortSignal,
      },
    );
    if (result.notice) terminal.note(result.notice);
    for (const { record, why } of result.leftOut) terminal.note(`${record} left out: ${why}`);
    const [first, ...others] = result.outputs;
    const json = {
      model: result.model,
      examples: result.examples,
      accuracy: first.scores.accuracy,
      macro: first.scores.macro,
      kappa: first.scores.kappa,
      calibrationError: first.calibrationError,
      classes: classTable(first.scores).json,
      absent: first.scores.absent,
      confusion: first.scores.confusion,
      outputs: others.map(({ name, scores }) => ({
        name,
        accuracy: scores.accuracy,
        macro: scores.macro,
        classes: classTable(scores).json,
      })),
      records: result.records.map(({ record, scores }) => ({
        record,
        accuracy: scores.accuracy,
        classes: classTable(scores).json,
      })),
      leftOut: result.leftOut,
      seconds: result.seconds,
    };
    const text = result.outputs.map(({ name, scores }) => `${name}\n${classTable(scores).text}`).join('\n\n');
    return {
      json,
      text: `${result.model}, ${result.examples} examples\n${text}\n${result.seconds.toFixed(1)} s`,
    };
  },
};
