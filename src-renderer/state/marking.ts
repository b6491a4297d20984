/** Marks that a person sets at the cursor: bookmark, ablation, H and A on a His channel, stimuli put right. */
import type { Review } from './review.svelte.ts';
import type { StudyMark } from './study-marks.svelte.ts';

/** Two stimuli nearer than this are one, s. */
const STIMULUS_SECONDS = 0.01;

export class Marking {
  readonly #review: Review;

  constructor(review: Review) {
    this.#review = review;
  }

  async bookmark(): Promise<void> {
    const review = this.#review;
    const at = review.here;
    const kept = await review.studyMarks.add({ kind: 'bookmark', from: at });
    review.message = kept ? `bookmark at ${review.timeOf(at)}` : review.studyMarks.fault;
  }

  /** Logs that energy is on from here, or off where it is on. */
  async ablation(): Promise<void> {
    const review = this.#review;
    const { here: at, studyMarks } = review;
    const on = studyMarks.ablationOn(at);
    const kept = on ? await studyMarks.end(on, at) : await studyMarks.add({ kind: 'ablation', from: at });
    review.message = kept ? `ablation ${on ? 'off' : 'on'} at ${review.timeOf(at)}` : studyMarks.fault;
  }

  /** H of the beat behind the cursor, or A of the beat whose H is behind it; AH and HV are measured again. */
  async confirmHis(which: 'a' | 'h'): Promise<void> {
    const review = this.#review;
    const { here: at, his, intervals } = review;
    review.message = his.refusal ?? (await (which === 'h' ? his.confirm(at) : his.atrial(at)));
    if (!his.refusal) await intervals.measure(at);
  }

  /** Moves a confirmed H or its A; what is shown of the intervals is measured again. */
  async moveHis(mark: StudyMark, which: 'a' | 'h', to: number): Promise<void> {
    const { his, intervals } = this.#review;
    await his.move(mark, which, to);
    if (intervals.found) await intervals.measure(to);
  }

  /** What a person says of a stimulus; all of them are read again. */
  async putStimulusRight(
    sampleIndex: number,
    details: { readonly name?: string; readonly captured?: boolean; readonly removed?: boolean },
  ): Promise<void> {
    const { studyMarks, episodes, record } = this.#review;
    const near = STIMULUS_SECONDS * record.samplingFrequency;
    const known = studyMarks.of('stimulus').find(({ from }) => Math.abs(from - sampleIndex) <= near);
    await (known
      ? studyMarks.change(known, { details })
      : studyMarks.add({ kind: 'stimulus', from: sampleIndex, details }));
    await episodes.loadStimuli();
  }
}
