import type { Device } from '../../engine/program-runner.ts';
import type { LossConfig } from '../../network/loss-config.ts';
import type { NetworkConfig } from '../../network/network-config.ts';
import type { Augmentation } from '../data/augmentation.ts';
import { DEFAULT_AUGMENTATION } from '../data/augmentation.ts';

/** Every number of a run beside the data. Two runs with equal options, examples and split end at equal weights on the CPU. */
export interface FitOptions {
  readonly network: NetworkConfig;
  readonly loss: LossConfig;
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly warmUpEpochs: number;
  /** Epochs without a better validation macro F1 after which it stops, counted from the middle of the run at the earliest. */
  readonly patience: number;
  /** Peak of lambda, the contrastive part's weight; idle epochs before it and epochs of its ramp. */
  readonly contrast: { readonly peak: number; readonly idle: number; readonly ramp: number };
  /** Exponent on class frequency: 0.5 is the square-root sampler. */
  readonly samplerPower: number;
  readonly samplerBySubject: boolean;
  /** Batches an epoch; by default as many as show every training example about once. */
  readonly stepsPerEpoch?: number;
  readonly augmentation: Augmentation;
  /** Absent: onnxruntime. The second engine trains; validation and scoring run on onnxruntime all the same. */
  readonly engine?: 'tfjs';
  readonly device: Device;
  /** CPU threads of one operation; 0: all cores. */
  readonly threads: number;
}

/** Method, training defaults; the warm-up and the contrastive ramp shrink with shorter runs. */
export function defaultFitOptions(
  network: NetworkConfig,
  loss: LossConfig,
  changes: Partial<FitOptions> = {},
): FitOptions {
  const epochs = changes.epochs ?? 80;
  const share = Math.max(1, Math.round(epochs / 16));
  return {
    network,
    loss,
    seed: 1,
    epochs,
    batchSize: 128,
    learningRate: 1e-3,
    weightDecay: 1e-4,
    warmUpEpochs: share,
    patience: 15,
    contrast: { peak: 0.35, idle: share, ramp: share },
    samplerPower: 0.5,
    samplerBySubject: false,
    augmentation: DEFAULT_AUGMENTATION,
    device: 'auto',
    threads: 0,
    ...changes,
  };
}

/** Linear warm-up, then half a cosine to 0. `progress` and `warmUp` in epochs. */
export function learningRateAt(options: FitOptions, progress: number): number {
  const { learningRate, warmUpEpochs, epochs } = options;
  if (progress < warmUpEpochs) return (learningRate * (progress + 1e-3)) / warmUpEpochs;
  const rest = (progress - warmUpEpochs) / Math.max(1e-9, epochs - warmUpEpochs);
  return 0.5 * learningRate * (1 + Math.cos(Math.PI * Math.min(1, rest)));
}
