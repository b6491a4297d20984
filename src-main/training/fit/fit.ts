import { throwIfCancelled, PurkinjeError } from '../../domain/errors.ts';
import { makeRandom } from '../../domain/random.ts';
import type { Random } from '../../domain/random.ts';
import type { PriorScaling } from '../../dsp/preprocess/prior-scaling.ts';
import { priorScalingOf } from '../../dsp/preprocess/prior-scaling.ts';
import { openOnnxRunner } from '../../engine/onnx/onnx-runner.ts';
import type { Program } from '../../engine/graph/program.ts';
import { ADAMW } from '../../engine/optimiser.ts';
import type { ProgramRunner } from '../../engine/program-runner.ts';
import { contrastWeight, fadingWeight } from '../../network/loss-config.ts';
import type { TrainingProgram } from '../../network/training-program.ts';
import { drawMasks, initialState, stepScalars, trainingProgram } from '../../network/training-program.ts';
import type { Feeds } from '../data/batches.ts';
import { BatchFeeder } from '../data/batches.ts';
import type { ExampleSet } from '../data/example-set.ts';
import { ClassAwareSampler } from '../data/sampler.ts';
import type { Split } from '../data/splits.ts';
import { confusionOf, scoresOf } from '../metrics/confusion.ts';
import { argmaxRows } from '../metrics/probabilities.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { classFeeds } from './class-feeds.ts';
import type { FitOptions } from './fit-options.ts';
import type { EpochLog, FitHooks, FitResult } from './fit-result.ts';
import { learningRateAt } from './fit-options.ts';
import { Predictor } from './predictor.ts';

export type { EpochLog, FitHooks, FitProgress, FitResult } from './fit-result.ts';

interface Progress {
  epoch: number;
  bestEpoch: number;
  bestScore: number;
  log: EpochLog[];
  /** Options and split that the checkpoint belongs to. */
  key: string;
}

const BEST = 'best parameters';

/**
 * Share of a run of which no epoch is kept: the learning rate is still high there, and where a rare class has one or two
 * validation windows an immature network is the best by chance (docs/results.md).
 */
const IMMATURE = 0.5;

/** What an interrupted run must share with the one that goes on: everything but where it runs. */
function keyOf(split: Split, options: FitOptions): string {
  const { device: _device, threads: _threads, ...rest } = options;
  return JSON.stringify([rest, split.name, split.train.length, split.validation.length]);
}

class Run {
  private readonly set: ExampleSet;
  private readonly split: Split;
  private readonly options: FitOptions;
  private readonly hooks: FitHooks;
  private readonly training: TrainingProgram;
  private readonly runner: ProgramRunner;
  private readonly predictor: Predictor;
  private readonly scaling: PriorScaling;
  private readonly feeder: BatchFeeder;
  private readonly random: Random;
  private readonly now: () => number;
  private progress: Progress;
  private best: Float32Array;
  /** Dropout masks, overwritten at every step. */
  private masks: Readonly<Record<string, Float32Array>> = {};

  constructor(
    set: ExampleSet,
    split: Split,
    options: FitOptions,
    hooks: FitHooks,
    training: TrainingProgram,
    runner: ProgramRunner,
    predictor: Predictor,
  ) {
    this.set = set;
    this.split = split;
    this.options = options;
    this.hooks = hooks;
    this.training = training;
    this.runner = runner;
    this.predictor = predictor;
    this.scaling = priorScalingOf(set.priors, options.network.priors, split.train);
    this.feeder = new BatchFeeder(set, options.network, this.scaling, options.batchSize);
    this.random = makeRandom(options.seed);
    this.now = hooks.now ?? (() => performance.now());
    this.progress = { epoch: 0, bestEpoch: 0, bestScore: -1, log: [], key: keyOf(split, options) };
    this.best = new Float32Array(0);
  }

  async all(): Promise<FitResult> {
    await this.begin();
    const { epochs, patience } = this.options;
    const sinceBest = (): number =>
      this.progress.epoch - Math.max(this.progress.bestEpoch, IMMATURE * epochs);
    while (this.progress.epoch < epochs && sinceBest() < patience) {
      await this.oneEpoch();
      if (this.hooks.checkpoint) await this.save(this.hooks.checkpoint);
    }
    return {
      parameters: this.best,
      scaling: this.scaling,
      bestEpoch: this.progress.bestEpoch,
      log: this.progress.log,
      placement: this.runner.placement,
      logPrior: this.logPriors(),
    };
  }

  private async begin(): Promise<void> {
    const found = this.hooks.checkpoint ? readCheckpoint<Progress>(this.hooks.checkpoint) : undefined;
    if (!found) {
      const state = initialState(this.training, this.random.fork('initial'));
      this.best = state.parameters;
      return this.runner.writeState(state);
    }
    if (found.header.key !== this.progress.key) {
      const message = `The checkpoint ${this.hooks.checkpoint} is of a run with other data or options. Delete it, or name another folder.`;
      throw new PurkinjeError('Conflict', message, { file: this.hooks.checkpoint });
    }
    const { [BEST]: best, ...state } = found.vectors;
    this.progress = found.header;
    this.best = best;
    return this.runner.writeState(state);
  }

  private async save(path: string): Promise<void> {
    const state = await this.runner.readState();
    writeCheckpoint(path, { header: this.progress, vectors: { ...state, [BEST]: this.best } });
  }

  private logPriors(): Record<string, Float32Array> {
    const { samplerPower: power, samplerBySubject: bySubject } = this.options;
    const sampler = new ClassAwareSampler(
      this.set,
      this.split.train,
      { power, bySubject },
      this.random.fork('prior'),
    );
    const feeds = classFeeds(this.set, this.split.train, sampler.distribution);
    return Object.fromEntries(
      this.options.network.heads.map(({ name }) => [name, feeds[`log-prior.${name}`]]),
    );
  }

  private async oneEpoch(): Promise<void> {
    const { options, progress } = this;
    const random = this.random.fork(`epoch ${progress.epoch}`);
    const sampler = new ClassAwareSampler(
      this.set,
      this.split.train,
      { power: options.samplerPower, bySubject: options.samplerBySubject },
      random.fork('sampler'),
    );
    const classes = classFeeds(this.set, this.split.train, sampler.distribution);
    const steps =
      options.stepsPerEpoch ?? Math.max(1, Math.ceil(this.split.train.length / options.batchSize));
    const sums = { loss: 0, classification: 0, contrast: 0 };
    const began = this.now();
    for (let step = 0; step < steps; step++) {
      throwIfCancelled(this.hooks.abortSignal);
      const results = await this.runner.run(this.stepFeeds(sampler, classes, random, step, steps));
      sums.loss += results.loss[0];
      sums.classification += results['loss.classification'][0];
      sums.contrast += results['loss.contrast']?.[0] ?? 0;
      if (!Number.isFinite(sums.loss))
        throw new Error(`the loss is ${sums.loss} in epoch ${progress.epoch + 1}`);
      this.report(step + 1, steps, sums.loss / (step + 1), this.now() - began);
    }
    const speed = (steps * options.batchSize * 1000) / Math.max(1e-3, this.now() - began);
    await this.validate(sums, steps, speed);
  }

  private stepFeeds(
    sampler: ClassAwareSampler,
    classes: Feeds,
    random: Random,
    step: number,
    steps: number,
  ): Feeds {
    const { options, progress, feeder } = this;
    const indices = Array.from({ length: options.batchSize }, () => sampler.draw());
    this.masks = drawMasks(this.training, random.fork(`masks ${step}`), this.masks);
    return {
      ...feeder.inputs(indices, {
        options: options.augmentation,
        random: random.fork(`augmentation ${step}`),
      }),
      ...feeder.labels(indices),
      ...classes,
      ...stepScalars(
        this.training,
        progress.epoch * steps + step + 1,
        learningRateAt(options, progress.epoch + step / steps),
        this.lambda(step / steps),
      ),
      ...this.masks,
    };
  }

  /** @param within share of the epoch that is done */
  private lambda(within: number): number {
    const { loss, epochs, contrast } = this.options;
    const { epoch } = this.progress;
    return loss.fadesFrom === undefined
      ? contrastWeight(epoch, contrast.peak, contrast.idle, contrast.ramp)
      : fadingWeight((epoch + within) / epochs, loss.fadesFrom);
  }

  private async validate(
    sums: { loss: number; classification: number; contrast: number },
    steps: number,
    samplesPerSecond: number,
  ): Promise<void> {
    const { options, progress, split, set } = this;
    const { parameters } = await this.runner.readState();
    const head = options.network.heads[0];
    const predicted = await this.predictor.predict(parameters, set, split.validation, this.scaling);
    const actual = split.validation.map((index) => set.infos[index].labels[0]);
    const chosen = argmaxRows(predicted.logits[head.name], head.classes.length);
    const scores = scoresOf(confusionOf(actual, chosen, head.classes.length), head.classes);
    progress.epoch++;
    // Without a validation part the last epoch is the best one.
    const isMature = progress.epoch > IMMATURE * this.options.epochs;
    if (split.validation.length === 0 || (isMature && scores.macro.f1 > progress.bestScore)) {
      progress.bestScore = scores.macro.f1;
      progress.bestEpoch = progress.epoch;
      this.best = Float32Array.from(parameters);
    }
    progress.log.push({
      epoch: progress.epoch,
      loss: sums.loss / steps,
      classification: sums.classification / steps,
      contrast: sums.contrast / steps,
      validationMacroF1: scores.macro.f1,
      validationAccuracy: scores.accuracy,
      learningRate: learningRateAt(options, progress.epoch - 1),
      samplesPerSecond,
    });
  }

  private report(step: number, steps: number, loss: number, elapsed: number): void {
    const { epochs, batchSize } = this.options;
    const { epoch, log } = this.progress;
    const fraction = (epoch + step / steps) / epochs;
    const samplesPerSecond = (step * batchSize * 1000) / Math.max(1, elapsed);
    this.hooks.onProgress?.({
      fraction,
      epoch: epoch + 1,
      epochs,
      loss,
      macroF1: log.at(-1)?.validationMacroF1,
      samplesPerSecond,
      secondsLeft: ((1 - fraction) * epochs * steps * batchSize) / Math.max(1e-3, samplesPerSecond),
    });
  }
}

async function openRunner(program: Program, { engine, device, threads }: FitOptions): Promise<ProgramRunner> {
  if (engine !== 'tfjs') return openOnnxRunner(program, { device, threads });
  const { openTfjsRunner } = await import('../../engine/tfjs/tfjs-runner.ts');
  return openTfjsRunner(program);
}

/**
 * Fits a network to the training part, keeps the parameters of the best epoch on the validation part.
 * Deterministic on the CPU: each epoch's draws come from the seed and the epoch's number, so a run that was killed and
 * goes on from its checkpoint ends at the same weights.
 * @throws Cancelled, Conflict (checkpoint of another run), EngineError
 */
export async function fit(
  set: ExampleSet,
  split: Split,
  options: FitOptions,
  hooks: FitHooks = {},
): Promise<FitResult> {
  if (split.train.length === 0)
    throw new PurkinjeError(
      'InvalidInput',
      'There is no example to train on. Look at the data and the label grouping.',
    );
  const training = trainingProgram({
    network: options.network,
    loss: options.loss,
    batchSize: options.batchSize,
    optimiser: { ...ADAMW, weightDecay: options.weightDecay },
  });
  const runner = await openRunner(training.program, options);
  const predictor = await Predictor.open(options.network, options.batchSize, options.device, options.threads);
  try {
    return await new Run(set, split, options, hooks, training, runner, predictor).all();
  } finally {
    await runner.dispose();
    await predictor.close();
  }
}
