import { resolve } from 'node:path';
import { DEVICE_NAMES, ENGINE_NAMES } from '../../services/training/choices.ts';
import { VARIANTS } from '../../services/training/presets.ts';
import type { CommandArguments } from './arguments.ts';
import { UsageError } from './arguments.ts';

/** Options that every command that trains a grid of runs has. */
export const GRID_OPTIONS = {
  data: { type: 'string', multiple: true },
  losses: { type: 'string' },
  variants: { type: 'string' },
  folds: { type: 'string' },
  seeds: { type: 'string' },
  'most-windows': { type: 'string' },
  epochs: { type: 'string' },
  batch: { type: 'string' },
  engine: { type: 'string' },
  device: { type: 'string' },
  threads: { type: 'string' },
  parallel: { type: 'string' },
  cache: { type: 'string' },
  out: { type: 'string' },
} as const;

/**
 * Which engine trains, and where. TensorFlow.js chooses by itself: its native library where that is installed.
 * @throws UsageError for a device that the second engine cannot be sent to
 */
export function placeOf(args: CommandArguments, usual: (typeof DEVICE_NAMES)[number]) {
  const device = args.choice('device', DEVICE_NAMES, usual);
  if (args.choice('engine', ENGINE_NAMES, 'onnx') === 'onnx') return { device };
  if (device !== 'auto' && device !== 'cpu')
    throw new UsageError(`--engine tfjs runs on the processor; --device ${device} needs --engine onnx.`);
  return { device, engine: 'tfjs' } as const;
}

/** Sized for two cores, as the issue says: 2,000 windows and 20 epochs a run; 0 windows: all of them. */
export function gridOf(args: CommandArguments) {
  return {
    cache: args.text('cache'),
    variants: namesOf(args, 'variants', VARIANTS, ''),
    folds: args.integer('folds', { min: 2, max: 1000 }) ?? 5,
    seeds: args.integer('seeds', { min: 1, max: 1000 }) ?? 5,
    mostWindows: args.integer('most-windows', { min: 0 }) ?? 2000,
    epochs: args.integer('epochs', { min: 1, max: 10_000 }) ?? 20,
    batchSize: args.integer('batch', { min: 2, max: 4096 }),
    ...placeOf(args, 'auto'),
    threads: args.integer('threads', { min: 0, max: 1024 }) ?? 0,
    parallel: args.integer('parallel', { min: 1, max: 256 }) ?? 1,
    out: resolve(args.required('out')),
  };
}

export function dataFolders(args: CommandArguments): string[] {
  const folders = args.texts('data').map((path) => resolve(path));
  if (folders.length === 0) throw new UsageError('--data is missing.');
  return folders;
}

/** A comma-separated list of names, each one of `choices`. */
export function namesOf<T extends string>(
  args: CommandArguments,
  option: string,
  choices: readonly T[],
  fallback: string,
): T[] {
  const names = (args.text(option) ?? fallback)
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return names.map((name) => {
    const chosen = choices.find((choice) => choice === name);
    if (chosen === undefined) throw new UsageError(`--${option} takes ${choices.join(', ')}, not ${name}.`);
    return chosen;
  });
}

const NAMES_PATHS = new Set(['--data', '--test', '--out', '--models', '--cache']);

/** The command as somebody else would type it: without where this machine keeps its data. */
export function commandText(argv: readonly string[]): string {
  const words = argv.map((word, at) =>
    NAMES_PATHS.has(argv[at - 1]) ? (word.split(/[\\/]/).filter(Boolean).at(-1) ?? word) : word,
  );
  return `npm run -s cli -- ${words.join(' ')}`;
}
