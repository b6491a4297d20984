import type { Annotation } from '../domain/annotation.ts';
import type { Random } from '../domain/random.ts';
import { isBeat } from '../domain/annotation.ts';
import type { TrueBeat } from './truth.ts';

/** Symbol and aux of a beat, in Leipzig's vocabulary. */
export interface BeatMark {
  readonly symbol: string;
  readonly aux: string;
}

export interface BeatFacts {
  readonly mechanism: TrueBeat['mechanism'];
  /** Share of the ventricles that an accessory pathway excited. */
  readonly preExcited: number;
  /** Share that a ventricular focus or stimulus excited in a beat which also came down from the atria, or the reverse. */
  readonly foreignShare: number;
  readonly conducted: boolean;
  readonly block?: 'right' | 'left';
  /** The subject's lasting bundle branch block is no aberration. */
  readonly lastingBlock?: 'right' | 'left';
  /** Atrial rhythm that fibrillates rather than circles, and the circuit that is a flutter. */
  readonly premature: boolean;
  readonly prInterval?: number;
  readonly longPr: number;
  readonly followsBlock: boolean;
}

const NORMAL_SHARE = 0.06; // less pre-excitation than this cannot be seen
/** A focus's or stimulus's share of the ventricles between which a beat is a visible fusion. */
const FUSED = { focus: [0.05, 0.9], paced: [0.05, 0.75] } as const;

const mark = (symbol: string, aux = ''): BeatMark => ({ symbol, aux });

function supraventricular(
  facts: BeatFacts,
  plain: BeatMark,
  preExcited: BeatMark,
  aberrant: BeatMark,
): BeatMark {
  if (facts.preExcited > NORMAL_SHARE) return preExcited;
  if (facts.block && facts.block !== facts.lastingBlock) return aberrant;
  return plain;
}

/** The mark of one beat by itself; runs (VT, bigeminy) are judged afterwards by `markRuns`. */
export function markOf(facts: BeatFacts): BeatMark {
  const [least, most] = facts.mechanism === 'paced-ventricles' ? FUSED.paced : FUSED.focus;
  const fused = facts.conducted && facts.foreignShare > least && facts.foreignShare < most;
  switch (facts.mechanism) {
    case 'paced-ventricles':
      return fused ? mark('f') : mark('/', '/V');
    case 'ventricular-focus':
    case 'ventricular-circuit':
      return fused ? mark('F') : mark('V');
    case 'paced-atria':
      return mark('/', '/A');
    case 'avnrt':
      return facts.followsBlock
        ? mark('X', 'AVNRT+BII')
        : supraventricular(facts, mark('X', 'AVNRT'), mark('X', 'AVNRT'), mark('X', 'avnrt'));
    case 'avrt':
    case 'antidromic':
      return supraventricular(facts, mark('X', 'AVRT'), mark('X', 'AVRT'), mark('X', 'avrt'));
    case 'fibrillation':
      return mark('X', 'AFIB');
    case 'circuit':
      return mark('X', 'AFL');
    case 'atrial-focus':
    case 'retrograde':
      if (facts.lastingBlock) return mark('a');
      return supraventricular(facts, mark('A'), mark('A', 'A-Prex'), mark('a'));
    case 'junctional-focus':
      return mark('J');
    case 'escape':
      return mark('j');
    case 'sinus':
      break;
  }
  if (facts.lastingBlock && facts.preExcited <= NORMAL_SHARE)
    return mark(facts.lastingBlock === 'right' ? 'R' : 'L');
  const block = facts.block === 'right' ? mark('R') : mark('L');
  const normal = (facts.prInterval ?? 0) > facts.longPr ? mark('b', 'BI') : mark('N');
  return supraventricular(facts, normal, mark('N', 'N-Prex'), block);
}

const RUN = 3;

interface Marked {
  readonly sampleIndex: number;
  readonly symbol: string;
  readonly aux: string;
}

/** A run breaks where an interval differs from its first by more than this factor. */
const IRREGULAR = 1.7;

/** Index of the last beat of the run of one symbol that begins at `from`. */
function endOfRun(beats: readonly Marked[], from: number): number {
  const interval = (k: number): number => beats[k + 1].sampleIndex - beats[k].sampleIndex;
  let to = from;
  while (to + 1 < beats.length && beats[to + 1].symbol === beats[from].symbol && beats[to + 1].aux === '') {
    const ratio = interval(to) / interval(from);
    if (ratio > IRREGULAR || ratio < 1 / IRREGULAR) break;
    to++;
  }
  return to;
}

/** Three or more ventricular beats in a row are a tachycardia (over 110 bpm) or an idioventricular rhythm; ectopic atrial runs are EAT. */
export function markRuns(beats: readonly Marked[], samplingFrequency: number): Marked[] {
  const out = beats.map((beat) => ({ ...beat }));
  const retitle = (
    symbol: string,
    least: number,
    aux: (meanInterval: number) => string | undefined,
  ): void => {
    for (let from = 0; from < out.length; from++) {
      if (out[from].symbol !== symbol || out[from].aux !== '') continue;
      const to = endOfRun(out, from);
      const span = (out[to].sampleIndex - out[from].sampleIndex) / samplingFrequency;
      const title = to - from + 1 >= least ? aux((1000 * span) / (to - from)) : undefined;
      for (let i = from; title && i <= to; i++) out[i] = { ...out[i], symbol: 'X', aux: title };
      if (title) from = to;
    }
  };
  retitle('V', RUN, (interval) => (interval < 545 ? 'VT' : interval < 1200 ? 'IVR' : undefined));
  retitle('A', 6, (interval) => (interval < 600 ? 'EAT' : undefined));
  return out;
}

/** `count` beats become `Q`: first those at changes of rhythm, then sinus or paced beats anywhere. */
export function withUnclassifiable(beats: readonly Marked[], count: number, random: Random): Marked[] {
  const out = [...beats];
  const changes = beats
    .map((beat, i) => ({
      i,
      changes: i > 0 && rhythmOf(beat) !== rhythmOf(beats[i - 1]) && beat.symbol !== 'X',
    }))
    .filter((beat) => beat.changes)
    .map(({ i }) => i);
  for (let k = 0; k < count && beats.length > 0; k++) {
    const drawn =
      changes.length > 0 && random.next() < 0.5
        ? changes.splice(random.integer(changes.length), 1)[0]
        : random.integer(beats.length);
    if (/^[NR/]$/.test(out[drawn].symbol)) out[drawn] = { ...out[drawn], symbol: 'Q', aux: '' };
    else if (random.next() < 0.9) k--;
  }
  return out;
}

/** What rhythm a beat speaks for: the aux of a `+`. */
function rhythmOf({ symbol, aux }: Marked): string | undefined {
  if (symbol === '/') return aux === '/A' ? '(/A' : '(/V';
  if (symbol === 'f') return '(/V';
  if (symbol === 'X') return `(${aux.replace('+BII', '').toUpperCase()}`;
  if (symbol === 'J') return '(J';
  if (symbol === 'N' || symbol === 'R' || symbol === 'L' || symbol === 'b') return '(N';
  return undefined; // single ectopic beats belong to the rhythm around them
}

/** Beats a rhythm needs before it gets a `+`: a single paced or echo beat does not begin one. */
const LEAST: Readonly<Record<string, number>> = { '(N': 2, '(/A': 3, '(/V': 3, '(J': 4 };

/** `+` marks between the beats, a little before the first of each rhythm, as Leipzig sets them. */
export function rhythmMarks(beats: readonly Marked[], samplingFrequency: number): Annotation[] {
  const marks: Annotation[] = [];
  let running: string | undefined;
  for (let i = 0; i < beats.length; i++) {
    const begins = bigeminyFrom(beats, i) ? '(B' : rhythmOf(beats[i]);
    if (!begins || begins === running || (running === '(B' && bigeminyFrom(beats, i - 1))) continue;
    let same = 0;
    for (let k = i; k < beats.length && same < 4; k++) {
      const rhythm = rhythmOf(beats[k]);
      if (rhythm !== undefined && rhythm !== begins && begins !== '(B') break;
      same++;
    }
    const needed = running === undefined ? 1 : (LEAST[begins] ?? 3);
    if (same < needed && i + same < beats.length) continue;
    const before = i > 0 ? beats[i - 1].sampleIndex : beats[i].sampleIndex - 0.5 * samplingFrequency;
    const sampleIndex = Math.max(0, Math.round((before + beats[i].sampleIndex) / 2));
    marks.push({ sampleIndex, symbol: '+', aux: begins });
    running = begins;
  }
  return marks;
}

/** Every other beat ventricular for six beats from here on. */
function bigeminyFrom(beats: readonly Marked[], from: number): boolean {
  if (from < 0 || from + 6 > beats.length) return false;
  for (let k = 0; k < 6; k++) if ((beats[from + k].symbol === 'V') !== (k % 2 === 1)) return false;
  return true;
}

export function byTime(a: Annotation, b: Annotation): number {
  return a.sampleIndex - b.sampleIndex || Number(isBeat(a)) - Number(isBeat(b));
}
