import type { Heart } from './heart/heart.ts';
import type { Wave } from './heart/wave.ts';
import { markOf } from './label.ts';
import type { BodyModel } from './render/body-model.ts';
import { SAMPLING_FREQUENCY } from './render/layout.ts';
import { activationTimes, drawWave } from './render/tissue-source.ts';
import type { TrueBeat } from './truth.ts';

const LEAD_TWO = 1;

/** Factor on every wave's action potential durations: rate adaptation with a memory of a few beats. Same order as the waves. */
export function durationFactorsOf(waves: readonly Wave[]): Float64Array {
  const mean = { atria: 700, ventricles: 700 };
  const before = { atria: -700, ventricles: -700 };
  return Float64Array.from(waves, ({ chamber, start, partial }) => {
    if (partial) return 0.62;
    const interval = Math.min(1300, start - before[chamber]);
    before[chamber] = start;
    mean[chamber] += 0.22 * (interval - mean[chamber]);
    const immediate = (interval / mean[chamber]) ** 0.12; // restitution of the very next beat
    return Math.max(0.5, (mean[chamber] / 850) ** 0.36 * immediate);
  });
}

/** Share of the ventricles that each kind of entry reached first. */
function sharesOf(wave: Wave, body: BodyModel): Map<string, number> {
  const source = body.ventricles;
  const best = new Float64Array(source.tissue.points.length).fill(Infinity);
  const owner: string[] = [];
  for (const { place, time, pathway, origin } of wave.entries) {
    const { arrival } = source.places.get(place)!;
    const kind = pathway ?? origin;
    for (let i = 0; i < best.length; i++) {
      if (time + arrival[i] < best[i]) {
        best[i] = time + arrival[i];
        owner[i] = kind;
      }
    }
  }
  const shares = new Map<string, number>();
  for (const kind of owner) shares.set(kind, (shares.get(kind) ?? 0) + 1 / owner.length);
  return shares;
}

/** R peak: the largest deflection of lead II within the QRS, or of all leads together where II is small. */
function rPeakOf(rows: readonly Float64Array[], first: number, from: number, to: number): number {
  let best = from;
  let bestSize = 0;
  for (let i = from; i <= to; i++) {
    if (Math.abs(rows[LEAD_TWO][i]) > bestSize) {
      bestSize = Math.abs(rows[LEAD_TWO][i]);
      best = i;
    }
  }
  if (bestSize > 0.3) return first + best;
  bestSize = 0;
  for (let i = from; i <= to; i++) {
    let sum = 0;
    for (let k = 0; k < 8; k++) sum += rows[k][i] ** 2;
    if (sum > bestSize) {
      bestSize = sum;
      best = i;
    }
  }
  return first + best;
}

/** Every beat of the ventricles, labelled from its cause. */
export function beatsOf(heart: Heart, body: BodyModel, factors: Float64Array): TrueBeat[] {
  const { waves, his } = heart.happenings;
  const times = new Float64Array(body.ventricles.tissue.points.length);
  const surface = { ...body.ventricles, rows: body.ventricles.rows.slice(0, 8) };
  const beats: TrueBeat[] = [];
  let hisIndex = 0;
  let lastAtrial: Wave | undefined;
  let echoes = 0; // atrial beats of a nodal re-entry since the last ventricular one
  waves.forEach((wave, index) => {
    if (wave.chamber === 'atria') {
      lastAtrial = wave;
      if (wave.origin === 'avnrt') echoes++;
      return;
    }
    activationTimes(surface, wave, times);
    const onset = times.reduce((a, b) => Math.min(a, b));
    const end = times.reduce((a, b) => Math.max(a, b));
    const drawn = drawWave(surface, times, SAMPLING_FREQUENCY, factors[index], 0.5);
    const toSample = (ms: number): number => Math.round((ms * SAMPLING_FREQUENCY) / 1000) - drawn.first;
    const rPeak = rPeakOf(drawn.rows, drawn.first, toSample(onset), toSample(end) + 4);
    while (hisIndex < his.length && his[hisIndex] < onset - 90) hisIndex++;
    const shares = sharesOf(wave, body);
    const facts = factsOf(heart, wave, shares, lastAtrial, onset, echoes > 1);
    echoes = 0;
    const { symbol, aux } = markOf(facts);
    beats.push({
      rPeak,
      symbol,
      aux,
      mechanism: wave.origin,
      qrsOnset: onset,
      qrsEnd: end,
      his: his[hisIndex] < onset + 100 ? his[hisIndex] : undefined,
      entries: [...shares.keys()],
      foreignShare: facts.foreignShare,
    });
  });
  return beats;
}

function factsOf(
  heart: Heart,
  wave: Wave,
  shares: ReadonlyMap<string, number>,
  atrial: Wave | undefined,
  onset: number,
  followsBlock: boolean,
): Parameters<typeof markOf>[0] {
  const { subject } = heart;
  const right = shares.get('his-right') ?? 0;
  const left = shares.get('his-left') ?? 0;
  const accessory = shares.get('accessory') ?? 0;
  const conducted = right + left > 0;
  const preExcited = accessory;
  const foreign = 1 - right - left - accessory;
  const block =
    !conducted || accessory > 0.3 ? undefined : right === 0 ? 'right' : left === 0 ? 'left' : undefined;
  // A focus or stimulus that opened the wave names it, unless most of the ventricles were excited from above.
  const fromBelow = ({ pathway }: Wave['entries'][number]): boolean => !pathway || pathway === 'scar';
  const above = wave.entries.find((entry) => !fromBelow(entry));
  const below = wave.entries.find(fromBelow);
  const mechanism = below ? (foreign < 0.05 && above ? above.origin : below.origin) : wave.origin;
  return {
    mechanism,
    preExcited,
    foreignShare: below && above ? foreign : 0,
    conducted,
    block,
    lastingBlock: subject.electrophysiology.bundleBranchBlock,
    premature: mechanism === 'atrial-focus',
    prInterval: atrial && mechanism === 'sinus' ? onset - atrial.start : undefined,
    longPr: subject.diagnosis === 'AVNRT' ? 400 : subject.age < 14 ? 220 : 230,
    followsBlock,
  };
}
