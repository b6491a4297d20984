import { resolve } from 'node:path';
import { DEVICE_NAMES, ENGINE_NAMES, LOSS_NAMES } from '../../../services/training/choices.ts';
import { compare, compareCohorts } from '../../../services/training/compare.ts';
import { comparisonTable } from '../../../services/training/comparison-table.ts';
import { PRESET_NAMES, VARIANTS } from '../../../services/training/presets.ts';
import type { Command } from '../command.ts';
import { commandText, dataFolders, GRID_OPTIONS, gridOf, namesOf } from '../grid-options.ts';

const BASELINES = 'ce,logit-adjusted,focal,class-balanced,supcon,bcl,agcacl';

export const compareCommand: Command = {
  name: 'compare',
  summary: 'Runs a grid of losses and networks on the same data with the same seeds; prints the table.',
  usage: `--data DIR... [--test DIR...] [--preset ${PRESET_NAMES.join('|')}] [--losses A,B] [--network ${VARIANTS.join('|')}] [--variants A,B] [--split segment|subject] [--score fresh|held-out] [--cohorts] [--reference LOSS] [--folds N] [--seeds N] [--most-windows N] [--epochs N] [--batch N] [--engine ${ENGINE_NAMES.join('|')}] [--device ${DEVICE_NAMES.join('|')}] [--threads N] [--parallel N] [--cache DIR] --out DIR`,
  options: {
    ...GRID_OPTIONS,
    test: { type: 'string', multiple: true },
    preset: { type: 'string' },
    network: { type: 'string' },
    split: { type: 'string' },
    score: { type: 'string' },
    cohorts: { type: 'boolean' },
    reference: { type: 'string' },
  },
  positionals: [0, 0],
  async run(args, terminal) {
    const command = commandText(process.argv.slice(2));
    // Every --data folder a training cohort of its own.
    const run = args.flag('cohorts') ? compareCohorts : compare;
    const result = await run(
      {
        ...gridOf(args),
        preset: args.choice('preset', PRESET_NAMES, 'leipzig'),
        paths: dataFolders(args),
        testPaths: args.texts('test').map((path) => resolve(path)),
        losses: namesOf(args, 'losses', LOSS_NAMES, BASELINES),
        network:
          args.text('network') === undefined ? undefined : args.choice('network', VARIANTS, 'multimodal'),
        split: args.choice('split', ['segment', 'subject'] as const, 'segment'),
        score:
          args.text('score') === undefined
            ? undefined
            : args.choice('score', ['fresh', 'held-out'] as const, 'fresh'),
        variantLoss: 'agcacl',
        reference: args.choice('reference', LOSS_NAMES, 'agcacl'),
        command,
      },
      {
        onProgress: (fraction, doing) => terminal.progress(fraction, doing),
        abortSignal: terminal.abortSignal,
      },
    );
    return { json: result, text: comparisonTable(result, command) };
  },
};
