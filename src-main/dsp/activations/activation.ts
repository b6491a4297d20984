/**
 * `near`: tissue under the electrodes, steep. `far`: a chamber at a distance (the ventricle on a CS pair), blunt.
 */
export type FieldKind = 'near' | 'far';

export interface Activation {
  /** Steepest point of the electrogram's main deflection. */
  readonly sampleIndex: number;
  readonly kind: FieldKind;
  /** Peak to peak in the 30-250 Hz band, mV. */
  readonly amplitude: number;
  /** Share of the steep (high-frequency) part, 0..1: what near and far are told apart by. */
  readonly sharpness: number;
}

export interface ActivationOptions {
  /** R peaks of the surface ECG: a blunt deflection within a QRS is the ventricle's far field. */
  readonly rPeaks?: ArrayLike<number>;
  /** Stimulus artefacts (sample indices): blanked, never activations. */
  readonly stimuli?: ArrayLike<number>;
}

export interface ActivationResult {
  /** All activations in time order, near and far. */
  readonly activations: Int32Array;
  /** As long as `activations`. */
  readonly kinds: readonly FieldKind[];
  readonly details: readonly Activation[];
}
