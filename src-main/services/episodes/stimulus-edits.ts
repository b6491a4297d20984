import type { Hertz } from '../../domain/units.ts';
import type { StudyMark } from '../../store/study-marks.ts';
import type { FoundStimulus } from './find-stimuli.ts';

/** What a person says of a stimulus, kept as a mark of kind `stimulus` at its place. */
export interface StimulusEdit {
  /** S1, S2 ... instead of the name by its place in the train. */
  readonly name?: string;
  readonly captured?: boolean;
  /** There is no stimulus here. */
  readonly removed?: boolean;
}

export interface PutRight extends FoundStimulus {
  readonly edit?: StimulusEdit;
  readonly by?: string;
}

/** A mark within this distance of a found stimulus is about that one: half of the shortest coupling would be far more. */
const SAME_MS = 10;

/** The found stimuli as persons put them right: without those that are none, with those that were missed, in time order. */
export function withEdits(
  found: readonly FoundStimulus[],
  marks: readonly StudyMark[],
  samplingFrequency: Hertz,
): PutRight[] {
  const reach = (SAME_MS * samplingFrequency) / 1000;
  const edits = marks.filter(({ kind }) => kind === 'stimulus');
  const used = new Set<number>();
  const stimuli = found.map((stimulus): PutRight => {
    const mark = edits.findLast(({ from }) => Math.abs(from - stimulus.sampleIndex) <= reach);
    if (!mark) return stimulus;
    used.add(mark.id);
    return { ...stimulus, edit: editOf(mark), by: mark.author };
  });
  const missed = edits
    .filter(({ id }) => !used.has(id))
    .map((mark): PutRight => ({
      sampleIndex: mark.from,
      amplitude: 0,
      channelIndex: 0,
      edit: editOf(mark),
      by: mark.author,
    }));
  return [...stimuli, ...missed]
    .filter(({ edit }) => edit?.removed !== true)
    .sort((a, b) => a.sampleIndex - b.sampleIndex);
}

function editOf({ details }: StudyMark): StimulusEdit {
  return (details ?? {}) as StimulusEdit;
}
