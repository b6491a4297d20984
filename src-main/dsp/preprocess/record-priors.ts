import type { RecordReader } from '../../domain/record.ts';
import type { ChannelMap } from './channels.ts';
import { conditionedIndex } from './condition.ts';
import type { ConditionedRecord } from './conditioned-record.ts';
import type { PreprocessParameters } from './parameters.ts';
import { BEAT_PRIORS, beatPriors } from './priors/beat-priors.ts';

const RUN_SECONDS = 120;

/** Whole leads at the model's frequency: two leads of a 2.5-hour record are 18 MB. Missing samples become 0. */
async function wholeLeads(
  record: ConditionedRecord,
  channels: readonly number[],
  parameters: PreprocessParameters,
): Promise<Float32Array[]> {
  const { length } = record;
  const leads = channels.map(() => new Float32Array(length));
  const run = RUN_SECONDS * parameters.samplingFrequency;
  for (let from = 0; from < length; from += run) {
    const to = Math.min(length, from + run);
    const inputs = channels.map((channelIndex) => ({ channelIndex, band: 'ecg' as const }));
    const read = await record.window(inputs, from, to);
    read.forEach((samples, at) => leads[at].set(samples, from));
  }
  leads.forEach(silenceMissing);
  return leads;
}

function silenceMissing(lead: Float32Array): void {
  for (let n = 0; n < lead.length; n++) if (lead[n] !== lead[n]) lead[n] = 0; // NaN differs from itself
}

/** The beat nearest to each centre. Both rise. */
function nearestBeats(centres: ArrayLike<number>, rPeaks: ArrayLike<number>): Int32Array {
  const nearest = new Int32Array(centres.length);
  let beat = 0;
  for (let i = 0; i < centres.length; i++) {
    while (
      beat + 1 < rPeaks.length &&
      Math.abs(rPeaks[beat + 1] - centres[i]) <= Math.abs(rPeaks[beat] - centres[i])
    )
      beat++;
    nearest[i] = beat;
  }
  return nearest;
}

/**
 * The priors that the model asks for, of the beat at each centre.
 * @returns `[centres][parameters.priors]`, not standardised; zeros where the record has no ECG or no beat
 */
export async function recordPriors(
  reader: RecordReader,
  record: ConditionedRecord,
  centres: ArrayLike<number>,
  rPeaks: ArrayLike<number>,
  map: ChannelMap,
  parameters: PreprocessParameters,
): Promise<Float32Array> {
  const names = parameters.priors;
  const out = new Float32Array(centres.length * names.length);
  if (names.length === 0 || map.priors.length === 0 || rPeaks.length === 0) return out;
  const leads = await wholeLeads(record, map.priors, parameters);
  const peaks = Int32Array.from({ length: rPeaks.length }, (_, i) =>
    conditionedIndex(rPeaks[i], reader, parameters),
  );
  const table = beatPriors(leads, peaks);
  const columns = names.map((name) => BEAT_PRIORS.indexOf(name));
  const nearest = nearestBeats(centres, rPeaks);
  for (let i = 0; i < nearest.length; i++) {
    const row = nearest[i] * BEAT_PRIORS.length;
    for (let k = 0; k < columns.length; k++)
      if (columns[k] >= 0) out[i * columns.length + k] = table[row + columns[k]];
  }
  return out;
}
