import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LOSS_NAMES } from '../../../services/training/choices.ts';
import { reproduceLeipzig } from '../../../services/training/reproduce-leipzig.ts';
import { UsageError } from '../arguments.ts';
import type { Command } from '../command.ts';
import { commandText, dataFolders, GRID_OPTIONS, gridOf, namesOf } from '../grid-options.ts';

export const reproduceCommand: Command = {
  name: 'reproduce',
  summary: 'Everything from the Leipzig database as downloaded to the table beside the published numbers.',
  usage:
    'leipzig --data DIR [--test DIR...] [--losses A,B] [--subject-losses A,B] [--variants A,B] [--folds N] [--seeds N] [--most-windows N] [--epochs N] [--engine onnx|tfjs] [--device D] [--parallel N] --out DIR',
  options: {
    ...GRID_OPTIONS,
    'subject-losses': { type: 'string' },
    test: { type: 'string', multiple: true },
  },
  positionals: [1, 1],
  async run(args, terminal) {
    if (args.positionals[0] !== 'leipzig')
      throw new UsageError(`What can be reproduced is leipzig, not ${args.positionals[0]}.`);
    const result = await reproduceLeipzig(
      {
        ...gridOf(args),
        paths: dataFolders(args),
        testPaths: args.texts('test').map((path) => resolve(path)),
        losses: namesOf(
          args,
          'losses',
          LOSS_NAMES,
          'ce,logit-adjusted,focal,class-balanced,supcon,bcl,agcacl',
        ),
        subjectLosses: namesOf(args, 'subject-losses', LOSS_NAMES, 'ce,bcl,agcacl'),
        command: commandText(process.argv.slice(2)),
      },
      {
        onProgress: (fraction, doing) => terminal.progress(fraction, doing),
        abortSignal: terminal.abortSignal,
      },
    );
    return { json: result, text: `${readFileSync(result.path, 'utf8')}\nWritten to ${result.path}` };
  },
};
