import type { Annotation } from './annotation.ts';
import { isRhythmMark } from './annotation.ts';
import type { SampleIndex } from './units.ts';

/** The rhythm classes of the method, each with the `+` aux strings that it groups. */
export const RHYTHM_CLASSES = [
  { code: 'SR', meaning: 'Sinus rhythm', marks: ['(N'] },
  { code: 'AP', meaning: 'Atrial pacing', marks: ['(/A'] },
  { code: 'VP', meaning: 'Ventricular pacing', marks: ['(/V'] },
  { code: 'AVNRT', meaning: 'AV nodal re-entrant tachycardia', marks: ['(AVNRT'] },
  { code: 'AVRT', meaning: 'AV re-entrant tachycardia', marks: ['(AVRT'] },
  { code: 'JR', meaning: 'Junctional rhythm', marks: ['(J'] },
  { code: 'ATR', meaning: 'Atrial rhythm', marks: ['(A', '(EAT'] },
  { code: 'AF', meaning: 'Atrial fibrillation or flutter', marks: ['(AFIB', '(AFL'] },
  { code: 'VR', meaning: 'Ventricular rhythm', marks: ['(VT', '(IVR', '(B'] },
] as const;

export type RhythmCode = (typeof RHYTHM_CLASSES)[number]['code'];

/** A labelled interval [from, to). */
export interface RhythmSpan {
  readonly from: SampleIndex;
  readonly to: SampleIndex;
  /** The mark's aux, such as `(AVNRT`. */
  readonly mark: string;
  /** undefined for a mark outside the nine classes (mitdb's `(B`, `(T`, `(VFL`, `(P` ...). */
  readonly code: RhythmCode | undefined;
}

export function rhythmCodeOf(mark: string): RhythmCode | undefined {
  return RHYTHM_CLASSES.find(({ marks }) => (marks as readonly string[]).includes(mark.trim()))?.code;
}

/** Spans from one `+` to the next, the last one to the record's end. What precedes the first `+` has no span. */
export function rhythmSpansOf(annotations: readonly Annotation[], samples: SampleIndex): RhythmSpan[] {
  const marks = annotations.filter(isRhythmMark);
  return marks.map((mark, index) => ({
    from: mark.sampleIndex,
    to: marks[index + 1]?.sampleIndex ?? samples,
    mark: mark.aux?.trim() ?? '',
    code: rhythmCodeOf(mark.aux ?? ''),
  }));
}
