import type { PriorScaling } from '../../dsp/preprocess/prior-scaling.ts';
import type { Placement } from '../../engine/program-runner.ts';

export interface EpochLog {
  readonly epoch: number;
  readonly loss: number;
  readonly classification: number;
  readonly contrast: number;
  readonly validationMacroF1: number;
  readonly validationAccuracy: number;
  readonly learningRate: number;
  readonly samplesPerSecond: number;
}

export interface FitProgress {
  /** 0..1 over all epochs. */
  readonly fraction: number;
  readonly epoch: number;
  readonly epochs: number;
  readonly loss: number;
  readonly macroF1: number | undefined;
  readonly samplesPerSecond: number;
  readonly secondsLeft: number;
}

export interface FitResult {
  /** Of the best epoch of the second half by validation macro F1; of the last one where nothing validates. */
  readonly parameters: Float32Array;
  readonly scaling: PriorScaling;
  readonly bestEpoch: number;
  readonly log: readonly EpochLog[];
  readonly placement: Placement;
  /** By output: log of the class distribution that the logits were adjusted by. */
  readonly logPrior: Readonly<Record<string, Float32Array>>;
}

export interface FitHooks {
  readonly onProgress?: (progress: FitProgress) => void;
  readonly abortSignal?: AbortSignal;
  /** Written after every epoch; where it exists the run goes on from it. */
  readonly checkpoint?: string;
  /** Clock in ms, for samples a second. */
  readonly now?: () => number;
}
