import type { Milliseconds, SampleIndex } from '../domain/units.ts';
import type { WaveOrigin } from './heart/wave.ts';

/** What really happened in a beat. Times are ms from the study's start; only tests and figures read this. */
export interface TrueBeat {
  readonly rPeak: SampleIndex;
  readonly symbol: string;
  readonly aux: string;
  readonly mechanism: WaveOrigin;
  readonly qrsOnset: Milliseconds;
  readonly qrsEnd: Milliseconds;
  /** Excitation of the bundle of His that belongs to it, antegrade or retrograde; undefined where there is none. */
  readonly his?: Milliseconds;
  /** Which pathways carried it into the ventricles. */
  readonly entries: readonly string[];
  /** Share of the ventricles excited by an accessory pathway or a focus, 0 to 1. */
  readonly foreignShare: number;
}

/** One excitation of the atria. */
export interface TrueAtrialWave {
  readonly start: Milliseconds;
  readonly mechanism: WaveOrigin;
  /** Earliest of the septal sites (fast pathway's exit and coronary sinus ostium). */
  readonly septum?: Milliseconds;
  /** CS90 (proximal) to CS12 (distal). */
  readonly coronarySinus: Readonly<Record<string, Milliseconds>>;
}

/**
 * Excitations of the tissue under one bipolar pair, ms in rising order, by what lies there: muscle of the atria or the
 * ventricles in touch with the electrodes, the bundle of His. What is not listed reaches the pair from afar.
 */
export interface LocalActivations {
  readonly atria: readonly Milliseconds[];
  readonly ventricles: readonly Milliseconds[];
  readonly his: readonly Milliseconds[];
}

export interface Truth {
  readonly beats: readonly TrueBeat[];
  readonly atria: readonly TrueAtrialWave[];
  readonly his: readonly Milliseconds[];
  /** By name of the pair (`CS12`, `ABL12`, `RVA12`, `HIS12`), flutter and fibrillation included. */
  readonly local: Readonly<Record<string, LocalActivations>>;
  /** Arrivals over the accessory pathway. */
  readonly accessory: readonly { readonly time: Milliseconds; readonly towards: 'atria' | 'ventricles' }[];
  readonly stimuli: readonly {
    readonly time: Milliseconds;
    readonly site: string;
    readonly kind: string;
    readonly captured: boolean;
  }[];
}
