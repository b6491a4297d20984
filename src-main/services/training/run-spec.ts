import { createHash } from 'node:crypto';
import { makeRandom } from '../../domain/random.ts';
import type { LossName } from '../../network/loss-config.ts';
import { LOSSES } from '../../network/loss-config.ts';
import type { ExampleSet } from '../../training/data/example-set.ts';
import { ClassAwareSampler } from '../../training/data/sampler.ts';
import type { Split } from '../../training/data/splits.ts';
import { leaveOutSplits, segmentSplit, subjectSplits } from '../../training/data/splits.ts';
import type { FitOptions } from '../../training/fit/fit-options.ts';
import { defaultFitOptions } from '../../training/fit/fit-options.ts';
import type { DataRequest, RequestedData } from './data-request.ts';
import { presetOf } from './data-request.ts';
import { networkOf } from './presets.ts';

/** `segment`: split A; `subject`: split B; `leave-out`: split B without a validation part; `none`: everything is trained on. */
export type SplitKind = 'segment' | 'subject' | 'leave-out' | 'none';

/** One training run, as plain JSON: the same spec on the same data gives the same weights on the CPU. */
export interface RunSpec {
  readonly data: DataRequest;
  readonly split: SplitKind;
  readonly folds: number;
  /** From 0; always 0 for split A, whose seed is the run's. */
  readonly fold: number;
  readonly seed: number;
  readonly loss: LossName;
  readonly variant: string;
  /** Training windows at most, drawn class-aware; 0: all. */
  readonly mostWindows: number;
  readonly epochs?: number;
  /** Batches an epoch; by default as many as show every training window once. */
  readonly stepsPerEpoch?: number;
  readonly batchSize?: number;
  readonly contrastPeak?: number;
  /**
   * What a network trained with adjusted logits answers: `balanced` as the method has it, every class as likely; or
   * `drawn`, with the class frequencies that it was shown, which cries wolf less often.
   */
  readonly answers?: 'balanced' | 'drawn';
  /** Absent: onnxruntime. */
  readonly engine?: FitOptions['engine'];
  readonly device: FitOptions['device'];
  readonly threads: number;
}

/** The specs of a grid: seeds from 1, folds from 0, all folds of a seed together. */
export function specsOf(
  seeds: number,
  folds: number,
  make: (seed: number, fold: number) => RunSpec,
): RunSpec[] {
  return Array.from({ length: seeds * folds }, (_, at) => make(1 + Math.floor(at / folds), at % folds));
}

/** What runs of one command have in common. */
export type RunRequest = Omit<RunSpec, 'data' | 'fold' | 'seed' | 'contrastPeak'>;

/** One run of a command. The order of the properties is part of a kept run's name. */
export function specOf(request: RunRequest, data: DataRequest, seed: number, fold: number): RunSpec {
  const { split, folds, loss, variant, mostWindows, epochs, stepsPerEpoch, batchSize, answers } = request;
  return {
    data,
    split,
    folds,
    fold,
    seed,
    loss,
    variant,
    mostWindows,
    epochs,
    batchSize,
    ...(stepsPerEpoch === undefined ? {} : { stepsPerEpoch }),
    ...(answers === undefined ? {} : { answers }),
    ...(request.engine === undefined ? {} : { engine: request.engine }),
    device: request.device,
    threads: request.threads,
  };
}

/** A run's identity: its numbers and its data's content, not where it runs. */
export function runKey(spec: RunSpec, dataSha256: string): string {
  const { device: _device, threads: _threads, data, ...numbers } = spec;
  const { cache: _cache, paths: _paths, libraries: _libraries, testPaths, ...request } = data;
  const options = fitOptionsOf(spec);
  return createHash('sha256')
    .update(
      JSON.stringify([
        numbers,
        request,
        // Fresh subjects are scored beside the split's own test part.
        testPaths?.length ? ['fresh', testPaths.length] : 0,
        dataSha256,
        { ...options, device: 0, threads: 0 },
      ]),
    )
    .digest('hex')
    .slice(0, 24);
}

export function fitOptionsOf(spec: RunSpec): FitOptions {
  const preset = presetOf(spec.data);
  const epochs = spec.epochs ?? preset.fit.epochs;
  const options = defaultFitOptions(networkOf(preset, spec.variant), LOSSES[spec.loss], {
    ...preset.fit,
    ...(epochs === undefined ? {} : { epochs }),
    ...(spec.stepsPerEpoch === undefined ? {} : { stepsPerEpoch: spec.stepsPerEpoch }),
    ...(spec.batchSize === undefined ? {} : { batchSize: spec.batchSize }),
    seed: spec.seed,
    ...(spec.engine === undefined ? {} : { engine: spec.engine }),
    device: spec.device,
    threads: spec.threads,
  });
  return spec.contrastPeak === undefined
    ? options
    : { ...options, contrast: { ...options.contrast, peak: spec.contrastPeak } };
}

function wholeSplit(set: ExampleSet, spec: RunSpec): Split {
  // The split's seed is fixed for split B: seeds vary the training, folds vary the subjects.
  const splitSeed = 1;
  if (spec.split === 'segment') return segmentSplit(set, spec.seed);
  if (spec.split === 'subject') return subjectSplits(set, spec.folds, splitSeed)[spec.fold];
  if (spec.split === 'leave-out') return leaveOutSplits(set, spec.folds, splitSeed)[spec.fold];
  return { name: 'everything', train: [...set.infos.keys()], validation: [], test: [] };
}

/** At most `most` different examples of a part, as the sampler would draw them. */
function limited(set: ExampleSet, part: readonly number[], most: number, seed: number): readonly number[] {
  if (most === 0 || part.length <= most) return part;
  const random = makeRandom(seed).fork('limit');
  const sampler = new ClassAwareSampler(set, part, { power: 0.5, bySubject: true }, random);
  const chosen = new Set<number>();
  // Classes that are used up keep being drawn: the bound ends it with a few fewer.
  for (let draw = 0; draw < 20 * most && chosen.size < most; draw++) chosen.add(sampler.draw());
  return [...chosen].sort((a, b) => a - b);
}

/**
 * The split of a run. Only the training and validation parts are limited: everything of the test part is scored, and
 * behind it (indices from `trainable` on) every window of the fresh subjects.
 */
export function splitOf({ set, trainable: count }: RequestedData, spec: RunSpec): Split {
  const own = count === set.infos.length ? set : { ...set, infos: set.infos.slice(0, count) };
  const whole = wholeSplit(own, spec);
  const trainable = whole.train.filter((index) => set.infos[index].scoreOnly !== true);
  const fresh = [...set.infos.keys()].filter((index) => index >= count && set.infos[index].dense !== true);
  return {
    ...whole,
    train: limited(own, trainable, spec.mostWindows, spec.seed),
    // A short epoch is judged on few windows too: a quarter of a batch of 64 for each of its steps.
    validation: limited(own, whole.validation, spec.mostWindows || 16 * (spec.stepsPerEpoch ?? 0), spec.seed),
    test: [...whole.test, ...fresh],
  };
}
