import type { RhythmCode } from '../../src-main/domain/rhythm.ts';

/** The class that the beats of a rhythm get when a whole span is labelled; undefined where a rhythm has no one class. */
const BEAT_OF: Readonly<Partial<Record<RhythmCode, string>>> = {
  SR: 'N',
  AP: 'P-A',
  VP: 'P-V',
  AVNRT: 'NRT',
  AVRT: 'VRT',
  JR: 'JE',
  ATR: 'EAT',
  AF: 'AF',
  VR: 'VT',
};

export function beatCodeOf(rhythm: RhythmCode): string | undefined {
  return BEAT_OF[rhythm];
}
