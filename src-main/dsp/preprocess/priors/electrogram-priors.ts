import { envelopeOf, smoothedRow } from './electrogram-envelope.ts';

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

/** Where values are largest and above 0, in seconds from `middle`. */
function peakBetween(
  values: Float32Array,
  [from, to]: readonly [number, number],
  middle: number,
  fs: number,
): Peak {
  let at = middle;
  let height = 0;
  const last = Math.round(middle + to * fs);
  for (let n = Math.round(middle + from * fs); n < last; n++) {
    if (values[n] > height) {
      at = n;
      height = values[n];
    }
  }
  return { at: (at - middle) / fs, height };
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
  const middle = rows[0].length / 2;
  const envelope = envelopeOf(rows);
  const activations = activationsIn(envelope, fs);
  const [before, within, after] = [BEFORE, WITHIN, AFTER].map((range) =>
    peakBetween(envelope, range, middle, fs),
  );
  const [distal, proximal] = [rows[0], rows[rows.length - 1]].map((row) =>
    peakBetween(smoothedRow(row), BEFORE, middle, fs),
  );
  out.set([
    -before.at,
    before.height,
    after.at,
    after.height,
    within.height,
    rows.length > 1 ? distal.at - proximal.at : 0,
    activations / (rows[0].length / fs),
    1,
  ]);
  return out;
}
