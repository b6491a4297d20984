import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PriorScaling } from '../../dsp/preprocess/prior-scaling.ts';
import type { Checkpoint } from '../../training/fit/checkpoint.ts';
import { readCheckpoint, writeCheckpoint } from '../../training/fit/checkpoint.ts';
import type { EpochLog, FitProgress, FitResult } from '../../training/fit/fit.ts';
import { fit } from '../../training/fit/fit.ts';
import type { Predicted } from '../../training/fit/predictor.ts';
import { Predictor } from '../../training/fit/predictor.ts';
import { labelOf } from '../../training/data/example-set.ts';
import { classPrototypes, prototypeDistances } from '../../training/model/prototypes.ts';
import type { NetworkConfig } from '../../network/network-config.ts';
import { parameterTable } from '../../network/parameters.ts';
import type { RequestedData } from './data-request.ts';
import type { RunSpec } from './run-spec.ts';
import { fitOptionsOf, runKey, splitOf } from './run-spec.ts';

/** What is kept of a run, beside its vectors. */
export interface RunHeader {
  readonly spec: RunSpec;
  readonly split: string;
  readonly bestEpoch: number;
  readonly log: readonly EpochLog[];
  readonly scaling: PriorScaling;
  readonly device: string;
  readonly notice?: string;
  readonly seconds: number;
}

/**
 * A finished run. Vectors: `test` (example indices), `logits.<output>` and `distance` (to the nearest prototype) of
 * them, `embedded` (evenly taken rows of `test`, for drawing) and their `embedding`; the same of `validation` but the embedding, names begun with `validation.`; `prototypes`
 * `[classes][width]`, NaN for a class that was not trained on; `parameters` where asked for.
 */
export type RunResult = Checkpoint<RunHeader>;

export interface RunHooks {
  readonly onProgress?: (progress: FitProgress) => void;
  readonly abortSignal?: AbortSignal;
}

function withPrefix(
  prefix: string,
  logits: Readonly<Record<string, Float32Array>>,
): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(logits).map(([name, values]) => [`${prefix}logits.${name}`, values]),
  );
}

/** Adds the logarithm of the drawn class frequencies to the bias of each output: what training had added outside. */
function answeringAsDrawn({ parameters, logPrior }: FitResult, network: NetworkConfig): Float32Array {
  const answering = Float32Array.from(parameters);
  const { entries } = parameterTable(network);
  for (const [output, prior] of Object.entries(logPrior)) {
    const bias = entries.find(({ name }) => name === `head.${output}.bias`)!;
    prior.forEach((value, c) => (answering[bias.offset + c] += value));
  }
  return answering;
}

/** At most this many training examples make the prototypes: a few hundred a class are enough for a mean. */
const PROTOTYPE_EXAMPLES = 4000;

async function prototypesOf(
  predictor: Predictor,
  parameters: Float32Array,
  scaling: PriorScaling,
  { set }: RequestedData,
  train: readonly number[],
): Promise<(number[] | null)[]> {
  const step = Math.max(1, Math.floor(train.length / PROTOTYPE_EXAMPLES));
  const chosen = train.filter((index, at) => at % step === 0 && set.infos[index].dense !== true);
  const { embedding, embeddingWidth } = await predictor.predict(parameters, set, chosen, scaling);
  const labels = chosen.map((index) => labelOf(set, index));
  return classPrototypes(embedding, embeddingWidth, labels, set.grouping.outputs[0].classes.length);
}

/** Embeddings that the report draws. */
const DRAWN = 1500;

function drawnRows({ embedding, embeddingWidth: width }: Predicted): {
  embedded: Float32Array;
  embedding: Float32Array;
} {
  const rows = embedding.length / width;
  const step = Math.max(1, Math.ceil(rows / DRAWN));
  const embedded = Float32Array.from({ length: Math.ceil(rows / step) }, (_, i) => i * step);
  const drawn = new Float32Array(embedded.length * width);
  embedded.forEach((row, at) => drawn.set(embedding.subarray(row * width, (row + 1) * width), at * width));
  return { embedded, embedding: drawn };
}

function distancesOf(
  { embedding, embeddingWidth }: Predicted,
  prototypes: readonly (number[] | null)[],
): Float32Array {
  return Float32Array.from(prototypeDistances(embedding, embeddingWidth, prototypes));
}

/**
 * Trains and scores one run, or takes it from `folder` where it was done before. A killed run goes on from its last epoch.
 * @param keepParameters a megabyte per 250,000 parameters and run: for the runs that become a model
 */
export async function oneRun(
  spec: RunSpec,
  data: RequestedData,
  folder: string,
  hooks: RunHooks = {},
  keepParameters = false,
): Promise<RunResult> {
  mkdirSync(folder, { recursive: true });
  const key = runKey(spec, data.sha256);
  const done = join(folder, `${key}.run`);
  const kept = readCheckpoint<RunHeader>(done);
  if (kept && (!keepParameters || kept.vectors.parameters)) return kept;
  const began = performance.now();
  const options = fitOptionsOf(spec);
  const split = splitOf(data, spec);
  const checkpoint = join(folder, `${key}.checkpoint`);
  const fitted = await fit(data.set, split, options, { ...hooks, checkpoint });
  const { scaling, bestEpoch, log, placement } = fitted;
  const isAdjusted = options.loss.classification === 'logit-adjusted' && spec.answers === 'drawn';
  const parameters = isAdjusted ? answeringAsDrawn(fitted, options.network) : fitted.parameters;
  const predictor = await Predictor.open(options.network, 64, spec.device, spec.threads);
  try {
    const test = await predictor.predict(parameters, data.set, split.test, scaling);
    const validation = await predictor.predict(parameters, data.set, split.validation, scaling);
    const prototypes = await prototypesOf(predictor, parameters, scaling, data, split.train);
    const result: RunResult = {
      header: {
        spec,
        split: split.name,
        bestEpoch,
        log,
        scaling,
        device: placement.device,
        notice: placement.reason,
        seconds: (performance.now() - began) / 1000,
      },
      vectors: {
        test: Float32Array.from(split.test),
        ...withPrefix('', test.logits),
        ...drawnRows(test),
        distance: distancesOf(test, prototypes),
        prototypes: Float32Array.from(
          prototypes.flatMap((row) => row ?? new Array<number>(test.embeddingWidth).fill(NaN)),
        ),
        validation: Float32Array.from(split.validation),
        'validation.distance': distancesOf(validation, prototypes),
        ...withPrefix('validation.', validation.logits),
        ...(keepParameters ? { parameters } : {}),
      },
    };
    writeCheckpoint(done, result);
    if (existsSync(checkpoint)) rmSync(checkpoint);
    return result;
  } finally {
    await predictor.close();
  }
}
