/** One surface lead: mV, missing samples NaN. All leads of a call have the same length. */
export interface RPeakLead {
  readonly name: string;
  readonly samples: Float32Array;
}

export interface RPeakOptions {
  /** Name of the lead whose extremum is the R peak; by default the lead with the clearest QRS complexes. */
  readonly refineOn?: string;
}

export interface RPeakResult {
  /** Sample indices, rising. */
  readonly rPeaks: Int32Array;
  /** How sure each peak is, 0..1; as long as `rPeaks`. */
  readonly confidence: Float32Array;
  /** The lead that the peaks were refined on; undefined where no lead holds samples. */
  readonly refinedOn: string | undefined;
  /** Share of each lead in the decision, 0..1, summing to 1; in the order of the leads given. */
  readonly leadWeights: readonly number[];
}
