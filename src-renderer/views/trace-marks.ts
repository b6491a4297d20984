import type { Review } from '../state/review.svelte.ts';
import { markText } from '../state/study-marks.svelte.ts';
import { hatchOf } from '../trace/hatch.ts';
import type { BeatLane } from '../trace/beat-lanes.ts';
import { paintMarks } from '../trace/marks.ts';
import type { MarksPlace } from '../trace/compose-tile.ts';

/** Reads all that `marksOf` draws: what is derived from it is worked out anew whenever one of them changes. */
export function followMarks({ annotations, selection, beatLines, episodes, studyMarks }: Review): void {
  void [annotations.revision, selection.revision, beatLines, episodes.stimuli, studyMarks.log];
}

/** Draws what the review says of a stretch: lanes, beat lines, notes. */
export function marksOf(review: Review, ctx: CanvasRenderingContext2D, place: MarksPlace): void {
  const { annotations, selection } = review;
  const { human, predicted, match } = annotations;
  const keys = selection.keys;
  const humanLane: BeatLane | undefined = human && {
    series: human,
    disagreement: annotations.humanDisagrees,
    doubt: undefined,
    selected: (h) => keys.has(human.id[h]),
  };
  const predictedLane: BeatLane | undefined = predicted && {
    series: predicted,
    disagreement: annotations.predictedDisagrees,
    doubt: predicted.doubt,
    selected: (p) => {
      const partner = match?.toFirst[p] ?? -1;
      return partner >= 0 ? keys.has(human!.id[partner]) : keys.has(-predicted.id[p]);
    },
  };
  paintMarks(ctx, place, {
    human: humanLane,
    predicted: predictedLane,
    rhythm: annotations.rhythm,
    notes: annotations.notes,
    studyMarks: review.studyMarks.log.map((mark) => ({
      from: mark.from,
      to: mark.to,
      kind: mark.kind,
      text: markText(mark),
    })),
    beatLines: review.beatLines,
    stimuli: review.episodes.stimuli,
    hatch: hatchOf(ctx.canvas.ownerDocument, place.scene.theme, place.scene.ratio),
  });
}
