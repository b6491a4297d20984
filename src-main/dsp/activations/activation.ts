import type { LeadGroup } from '../../domain/lead.ts';

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
  /** Share of the steep (high-frequency) part, 0..1: with its size what near and far are told apart by. */
  readonly sharpness: number;
}

export interface ActivationOptions {
  /** What the electrodes lie on: a pair in the coronary sinus, at the apex, across the AV ring; an atrial pair unless given. */
  readonly group?: LeadGroup;
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
