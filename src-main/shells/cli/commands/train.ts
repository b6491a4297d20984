import { join, resolve } from 'node:path';
import { DEVICE_NAMES, ENGINE_NAMES, LOSS_NAMES, readGrouping } from '../../../services/training/choices.ts';
import { PRESET_NAMES, VARIANTS } from '../../../services/training/presets.ts';
import type { SplitKind } from '../../../services/training/run-spec.ts';
import { train } from '../../../services/training/train.ts';
import { trainDefaults } from '../../../services/work/train-defaults.ts';
import { productRoot } from '../../../services/system/product.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../arguments.ts';
import { commandText, placeOf } from '../grid-options.ts';
import { classTable } from '../score-table.ts';

const SPLITS = ['segment', 'subject', 'leave-out'] as const;

export const trainCommand: Command = {
  name: 'train',
  summary:
    'Trains a network on annotated recordings; writes a log, an HTML report and, with --models, a model.',
  usage: `(--data DIR... | --library DIR) [--preset ${PRESET_NAMES.join('|')}] [--grouping FILE] [--loss NAME] [--variant NAME] [--split ${SPLITS.join('|')}] [--also-split NAME] [--folds N] [--run-folds N] [--seeds N] [--members N] [--answers balanced|drawn] [--epochs N] [--steps-per-epoch N] [--batch N] [--most-windows N] [--most-per-record N] [--engine ${ENGINE_NAMES.join('|')}] [--device ${DEVICE_NAMES.join('|')}] [--threads N] [--parallel N] [--models DIR] [--model-version V] [--risk R] [--cache DIR] --out DIR`,
  options: {
    data: { type: 'string', multiple: true },
    grouping: { type: 'string' },
    'most-per-record': { type: 'string' },
    preset: { type: 'string' },
    loss: { type: 'string' },
    variant: { type: 'string' },
    split: { type: 'string' },
    'also-split': { type: 'string' },
    folds: { type: 'string' },
    'run-folds': { type: 'string' },
    seeds: { type: 'string' },
    members: { type: 'string' },
    answers: { type: 'string' },
    epochs: { type: 'string' },
    'steps-per-epoch': { type: 'string' },
    batch: { type: 'string' },
    'most-windows': { type: 'string' },
    engine: { type: 'string' },
    device: { type: 'string' },
    threads: { type: 'string' },
    parallel: { type: 'string' },
    models: { type: 'string' },
    'model-version': { type: 'string' },
    risk: { type: 'string' },
    cache: { type: 'string' },
    out: { type: 'string' },
  },
  positionals: [0, 0],
  async run(args, terminal) {
    const preset = args.choice('preset', PRESET_NAMES, 'study');
    const defaults = trainDefaults(preset);
    const paths = args.texts('data').map((path) => resolve(path));
    // Only where it is named: the usual library is not trained on by surprise.
    const library = args.text('library');
    const libraries = library === undefined ? [] : [resolve(library)];
    if (paths.length + libraries.length === 0) throw new UsageError('--data (or --library) is missing.');
    const grouping = args.text('grouping');
    const out = resolve(args.required('out'));
    const models = args.text('models');
    const count = (name: string, fallback: number, most = 1000): number =>
      args.integer(name, { min: 1, max: most }) ?? fallback;
    const result = await train(
      {
        preset,
        paths,
        libraries,
        grouping: grouping === undefined ? undefined : readGrouping(grouping),
        mostPerRecord: args.integer('most-per-record', { min: 1 }),
        cache: args.text('cache'),
        split: args.choice<SplitKind>('split', SPLITS, defaults.split),
        alsoSplit:
          args.text('also-split') === undefined
            ? undefined
            : args.choice<SplitKind>('also-split', SPLITS, 'segment'),
        folds: count('folds', defaults.folds),
        foldsToRun: args.integer('run-folds', { min: 1 }),
        seeds: count('seeds', defaults.seeds),
        members: args.integer('members', { min: 0, max: 50 }) ?? defaults.members,
        answers: args.choice('answers', ['balanced', 'drawn'] as const, defaults.answers),
        loss: args.choice('loss', LOSS_NAMES, defaults.loss),
        variant: args.choice('variant', VARIANTS, defaults.variant),
        mostWindows: args.integer('most-windows', { min: 0 }) ?? 0,
        epochs: args.integer('epochs', { min: 1, max: 10_000 }),
        stepsPerEpoch: args.integer('steps-per-epoch', { min: 1, max: 100_000 }),
        batchSize: args.integer('batch', { min: 2, max: 4096 }),
        ...placeOf(args, defaults.device),
        threads: args.integer('threads', { min: 0, max: 1024 }) ?? defaults.threads,
        parallel: count('parallel', defaults.parallel),
        out,
        // The mitbih preset is there to make its model; the others are run for their figures unless one is asked for.
        models:
          models === undefined
            ? preset === 'mitbih'
              ? join(out, 'models')
              : undefined
            : resolve(productRoot(), models),
        version: args.text('model-version') ?? defaults.version,
        risk: args.number('risk', { min: 0, max: 1 }) ?? defaults.risk,
        command: commandText(process.argv.slice(2)),
        created: new Date().toISOString().slice(0, 10),
      },
      {
        onProgress: (fraction, doing) => terminal.progress(fraction, doing),
        onNote: (line) => terminal.note(line),
        abortSignal: terminal.abortSignal,
      },
    );
    const { scores, calibrationError } = result.test;
    const { report, log, model, seconds, examples } = result;
    const json = {
      examples,
      tested: scores.examples,
      accuracy: scores.accuracy,
      macro: scores.macro,
      kappa: scores.kappa,
      calibrationError,
      classes: classTable(scores).json,
      runs: result.runs.length,
      report,
      log,
      model,
      seconds,
    };
    const made = model === undefined ? '' : `\nModel: ${model}`;
    return {
      json,
      text: `${classTable(scores).text}\nReport: ${report}\nLog: ${log}${made}\n${seconds.toFixed(0)} s`,
    };
  },
};
