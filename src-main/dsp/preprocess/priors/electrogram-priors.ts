/**
 * Atrial against ventricular activation around a beat, from the coronary-sinus electrograms of its window: the
 * intervals by which an electrophysiologist tells supraventricular tachycardias apart (Josephson, Clinical Cardiac
 * Electrophysiology, chapter 8): VA under 70 ms speaks for AVNRT, a constant AV for atrial rhythm or pacing.
 */
export const ELECTROGRAM_PRIORS = [
  'av-seconds',
  'av-amplitude',
  'va-seconds',
  'va-amplitude',
  'v-amplitude',
  'cs-distal-late-seconds',
  'cs-activations',
  'has-cs',
] as const;

/** Where activations are looked for, in seconds around R: before, within and after the QRS. */
const BEFORE = [-0.4, -0.05] as const;
const WITHIN = [-0.05, 0.07] as const;
const AFTER = [0.07, 0.4] as const;
/** Part of the record's 99th percentile from which a deflection counts as an activation, and the shortest time between two (s). */
const ACTIVE = 0.35;
const APART = 0.1;

interface Peak {
  readonly at: number;
  readonly height: number;
}

/** Largest rectified value of the summed channels between two times. */
function peakBetween(envelope: Float32Array, [from, to]: readonly [number, number], fs: number): Peak {
  const middle = envelope.length / 2;
  let best: Peak = { at: 0, height: 0 };
  for (let n = Math.round(middle + from * fs); n < Math.round(middle + to * fs); n++)
    if (envelope[n] > best.height) best = { at: (n - middle) / fs, height: envelope[n] };
  return best;
}

/** Mean of the rectified channels, smoothed over three samples. */
function envelopeOf(rows: readonly Float32Array[], length: number): Float32Array {
  const sum = new Float32Array(length);
  const [first] = rows;
  if (rows.length === 1) for (let t = 0; t < length; t++) sum[t] = Math.abs(first[t]);
  else for (const row of rows) for (let t = 0; t < length; t++) sum[t] += Math.abs(row[t]) / rows.length;
  const smooth = new Float32Array(length);
  for (let t = 1; t + 1 < length; t++) smooth[t] = (sum[t - 1] + sum[t] + sum[t + 1]) / 3;
  return smooth;
}

function activationsIn(envelope: Float32Array, fs: number): number {
  let count = 0;
  let last = -Infinity;
  for (let t = 1; t + 1 < envelope.length; t++) {
    const isPeak = envelope[t] > ACTIVE && envelope[t] >= envelope[t - 1] && envelope[t] > envelope[t + 1];
    if (!isPeak || (t - last) / fs < APART) continue;
    count++;
    last = t;
  }
  return count;
}

/**
 * @param rows the present coronary-sinus channels of one window, distal first, centred on the R peak, in units of the
 *   record's 99th percentile
 * @param fs Hz
 * @returns `[ELECTROGRAM_PRIORS]`; zeros where no channel is present
 */
export function electrogramPriors(rows: readonly Float32Array[], fs: number): Float32Array {
  const out = new Float32Array(ELECTROGRAM_PRIORS.length);
  if (rows.length === 0) return out;
  const { length } = rows[0];
  const envelope = envelopeOf(rows, length);
  const before = peakBetween(envelope, BEFORE, fs);
  const within = peakBetween(envelope, WITHIN, fs);
  const after = peakBetween(envelope, AFTER, fs);
  const distal = peakBetween(envelopeOf(rows.slice(0, 1), length), BEFORE, fs);
  const proximal = peakBetween(envelopeOf(rows.slice(-1), length), BEFORE, fs);
  out.set([
    -before.at,
    before.height,
    after.at,
    after.height,
    within.height,
    rows.length > 1 ? distal.at - proximal.at : 0,
    activationsIn(envelope, fs) / (length / fs),
    1,
  ]);
  return out;
}
