import type { Heart } from '../heart/heart.ts';
import type { Wave, WaveOrigin } from '../heart/wave.ts';
import type { LeipzigRecord } from './leipzig-table.ts';

/** Kinds of beats that the story asks for; pre-excited and branch-blocked sinus beats follow from the subject. */
export const QUOTA_KINDS = [
  'sinus',
  'paced-atria',
  'paced-ventricles',
  'tachycardia',
  'junctional',
  'premature-atrial',
  'premature-ventricular',
  'vt',
  'ivr',
  'fibrillation',
  'flutter',
  'ectopic-atrial',
] as const;
export type QuotaKind = (typeof QUOTA_KINDS)[number];

/** Class codes (`domain/beat-class`) that each kind stands for. */
const CODES: Readonly<Record<QuotaKind, readonly string[]>> = {
  sinus: ['N', 'N-Prex', 'RBB', 'LBB', 'N-BI', 'Q'],
  'paced-atria': ['P-A'],
  'paced-ventricles': ['P-V', 'F-P'],
  tachycardia: ['NRT', 'NRT-a', 'NRT-BII', 'VRT', 'VRT-a'],
  junctional: ['PJC'],
  'premature-atrial': ['PAC', 'PAC-Prex', 'PAC-a'],
  'premature-ventricular': ['PVC', 'F'],
  vt: ['VT'],
  ivr: ['IVR'],
  fibrillation: ['AF'],
  flutter: ['AFL'],
  'ectopic-atrial': ['EAT'],
};

/** The `+` marks that tell in how many pieces a kind comes. */
const MARKS: Readonly<Record<QuotaKind, readonly string[]>> = {
  sinus: ['(N'],
  'paced-atria': ['(/A'],
  'paced-ventricles': ['(/V'],
  tachycardia: ['(AVNRT', '(AVRT'],
  junctional: ['(J'],
  'premature-atrial': [],
  'premature-ventricular': [],
  vt: ['(VT'],
  ivr: ['(IVR'],
  fibrillation: ['(AFIB'],
  flutter: ['(AFL'],
  'ectopic-atrial': ['(EAT'],
};

/** Scaled so that nothing that a record holds is lost. */
export function scaledCount(count: number, share: number): number {
  return count === 0 ? 0 : Math.max(Math.min(count, 2), Math.round(count * share));
}

const ORIGINS: Partial<Record<WaveOrigin, QuotaKind>> = {
  sinus: 'sinus',
  'paced-atria': 'paced-atria',
  'paced-ventricles': 'paced-ventricles',
  avnrt: 'tachycardia',
  avrt: 'tachycardia',
  antidromic: 'tachycardia',
  'junctional-focus': 'junctional',
  'atrial-focus': 'premature-atrial',
  'ventricular-focus': 'premature-ventricular',
  'ventricular-circuit': 'vt',
  fibrillation: 'fibrillation',
  circuit: 'flutter',
};

/** How many beats of each kind are still wanted, and in pieces of what length. Counts what the heart does as it goes. */
export class Quota {
  readonly wanted = new Map<QuotaKind, number>();
  readonly pieces = new Map<QuotaKind, number>();
  private readonly done = new Map<QuotaKind, number>();
  private seen = 0;
  private readonly heart: Heart;
  /** While a run of an ectopic focus goes on, its beats are counted as this kind. */
  running: QuotaKind | undefined;

  constructor(record: LeipzigRecord, share: number, heart: Heart) {
    this.heart = heart;
    for (const kind of QUOTA_KINDS) {
      const sum = (from: ReadonlyMap<string, number>, names: readonly string[]): number =>
        names.reduce((total, name) => total + (from.get(name) ?? 0), 0);
      const codes = CODES[kind].map((code) => scaledCount(record.beats.get(code) ?? 0, share));
      const count = codes.reduce((a, b) => a + b, 0);
      if (count === 0) continue;
      this.wanted.set(kind, count);
      const full = CODES[kind].reduce((total, code) => total + (record.beats.get(code) ?? 0), 0);
      const length = full / Math.max(1, sum(record.marks, MARKS[kind]));
      this.pieces.set(kind, Math.max(1, Math.min(length, Math.max(6, count / 2))));
    }
  }

  left(kind: QuotaKind): number {
    this.count();
    return (this.wanted.get(kind) ?? 0) - (this.done.get(kind) ?? 0);
  }

  /** Share of a kind that is still to come, 0 to 1. */
  shareLeft(kind: QuotaKind): number {
    return this.wanted.has(kind) ? this.left(kind) / this.wanted.get(kind)! : 0;
  }

  doneOf(kind: QuotaKind): number {
    this.count();
    return this.done.get(kind) ?? 0;
  }

  private count(): void {
    const { waves } = this.heart.happenings;
    for (; this.seen < waves.length; this.seen++) {
      const kind = this.kindOf(waves[this.seen]);
      if (kind) this.done.set(kind, (this.done.get(kind) ?? 0) + 1);
    }
  }

  private kindOf(wave: Wave): QuotaKind | undefined {
    if (wave.chamber !== 'ventricles') return undefined;
    const kind = ORIGINS[wave.origin];
    const ectopic = kind === 'premature-atrial' || kind === 'premature-ventricular';
    return ectopic && this.running ? this.running : kind;
  }
}
