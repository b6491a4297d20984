import type { PreprocessParameters } from './parameters.ts';

/** Windows as the network takes them, planar, row by row. Ownership: the receiver's. */
export interface WindowBatch {
  readonly count: number;
  /** `[count][ecgLeads][windowSamples]`, normalised; zeros where a lead is absent. */
  readonly ecg: Float32Array;
  /** `[count][electrograms][windowSamples]` */
  readonly iegm: Float32Array;
  /** `[count][ecgLeads]`, 1 or 0. */
  readonly ecgPresence: Float32Array;
  readonly iegmPresence: Float32Array;
  /** `[count][priors]`, not standardised. */
  readonly priors: Float32Array;
}

export function emptyBatch(count: number, parameters: PreprocessParameters): WindowBatch {
  const { ecgLeads, electrograms, windowSamples, priors } = parameters;
  return {
    count,
    ecg: new Float32Array(count * ecgLeads.length * windowSamples),
    iegm: new Float32Array(count * electrograms.length * windowSamples),
    ecgPresence: new Float32Array(count * ecgLeads.length),
    iegmPresence: new Float32Array(count * electrograms.length),
    priors: new Float32Array(count * priors.length),
  };
}
