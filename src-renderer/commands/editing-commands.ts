import type { EndpointName } from '../../src-main/api/contract/index.ts';
import type { Review } from '../state/review.svelte.ts';
import type { Command } from './registry.ts';
import type { WithReview } from './review-commands.ts';

const needsSelection = ({ selection }: Review): string | undefined =>
  selection.isEmpty ? 'Select a beat first: Shift and an arrow key, or click one.' : undefined;

const movesBeat = ({ selection }: Review): EndpointName | undefined =>
  selection.isEmpty ? undefined : 'applyEdit';

const notAdjudicating = ({ consensus }: Review): string | undefined =>
  consensus.on ? undefined : 'No consensus is open: Compare begins one.';

/** Commands that change annotations, the queue, and measuring. */
export function editingCommands(command: WithReview): Command[] {
  return [...editing(command), ...queue(command), ...measuring(command)];
}

function editing(command: WithReview): Command[] {
  const group = 'Annotate';
  return [
    command({
      id: 'accept',
      needs: 'applyEdit',
      title: 'Accept the prediction, go on',
      group,
      keys: ['Space', 'Enter'],
      once: true,
      unavailable: (review) =>
        needsSelection(review) ??
        (review.annotations.blind
          ? 'Blind reading: predictions are accepted only in an open one.'
          : review.annotations.predicted
            ? undefined
            : 'This record has no predictions.'),
      run: ({ editing: edit }) => void edit.accept(),
    }),
    command({
      id: 'delete',
      needs: 'applyEdit',
      title: 'Delete the selected beats',
      group,
      keys: ['Delete'],
      once: true,
      unavailable: needsSelection,
      run: ({ editing: edit }) => void edit.remove(),
    }),
    command({
      id: 'insert',
      needs: 'applyEdit',
      title: 'Insert a beat at the cursor',
      group,
      keys: ['Insert'],
      once: true,
      run: (review) => void review.insertBeat(),
    }),
    command({
      id: 'earlier',
      needsNow: movesBeat,
      title: 'The beat 1 ms earlier; with none selected, the cursor a pixel',
      group,
      keys: ['Alt+ArrowLeft'],
      run: (review) => nudge(review, -1),
    }),
    command({
      id: 'later',
      needsNow: movesBeat,
      title: 'The beat 1 ms later; with none selected, the cursor a pixel',
      group,
      keys: ['Alt+ArrowRight'],
      run: (review) => nudge(review, 1),
    }),
    command({
      id: 'undo',
      needs: 'undoStep',
      title: 'Undo',
      group,
      keys: ['Ctrl+z'],
      run: ({ editing: edit }) => void edit.undo(),
    }),
    command({
      id: 'redo',
      needs: 'redoStep',
      title: 'Redo',
      group,
      keys: ['Ctrl+Shift+z', 'Ctrl+y'],
      run: ({ editing: edit }) => void edit.redo(),
    }),
    command({
      id: 'beat-lines',
      title: 'Lines at beats, on or off',
      group,
      keys: ['l'],
      run: (review) => (review.beatLines = !review.beatLines),
    }),
  ];
}

/** What is selected, else the cursor, which stands in the middle of the page until something puts it elsewhere. */
function nudge(review: Review, direction: 1 | -1): void {
  const { viewport, selection, record, editing: edit } = review;
  if (!selection.isEmpty) {
    void edit.nudge(direction * Math.max(1, Math.round(record.samplingFrequency / 1000)));
    return;
  }
  const step = Math.max(1, review.samplesPerPixel);
  viewport.cursor = Math.min(viewport.samples - 1, Math.max(0, review.here + direction * step));
  viewport.reveal(viewport.cursor, 0.02);
}

function queue(command: WithReview): Command[] {
  const group = 'Queue';
  const begin = (review: Review, order: 'entropy' | 'disagreement'): void => {
    review.queue.order = order;
    const row = review.queue.start();
    if (row === undefined) {
      review.queue.stop();
      review.message =
        order === 'entropy' ? 'No beat waits in the queue' : 'Human and machine agree on every beat';
    } else review.goToRow(row);
  };
  return [
    command({
      id: 'queue',
      title: 'Queue: next most uncertain beat',
      group,
      keys: ['q'],
      unavailable: ({ annotations }) =>
        annotations.predicted ? undefined : 'This record has no predictions.',
      run: (review) => begin(review, 'entropy'),
    }),
    command({
      id: 'disagreement',
      title: 'Next disagreement of human and machine',
      group,
      keys: ['d'],
      unavailable: ({ annotations }) =>
        annotations.blind
          ? 'Blind reading: the order would tell what the machine thinks.'
          : annotations.predicted && annotations.human
            ? undefined
            : 'Needs a human and a machine set.',
      run: (review) => begin(review, 'disagreement'),
    }),
    command({
      id: 'merge-families',
      needs: 'regroupFamilies',
      title: 'Merge the chosen families',
      group: 'Annotate',
      keys: ['Alt+g'],
      once: true,
      unavailable: ({ families }) =>
        families.chosen.length < 2
          ? 'Choose two or more families first: Ctrl and a click, or Ctrl Space.'
          : undefined,
      run: ({ families }) => void families.merge(),
    }),
    command({
      id: 'split-family',
      needs: 'regroupFamilies',
      title: 'Split the chosen family',
      group: 'Annotate',
      keys: ['Alt+x'],
      once: true,
      unavailable: ({ families }) => (families.chosen.length === 1 ? undefined : 'Choose one family first.'),
      run: ({ families }) => void families.split(families.chosen[0]),
    }),
    ...([0, 1] as const).map((which) =>
      command({
        id: `take-${which + 1}`,
        needs: 'applyEdit',
        title: `Adjudicate: take the ${which === 0 ? 'first' : 'second'} set’s label, go on (also ${which + 1})`,
        group,
        keys: [`Alt+${which + 1}`],
        once: true,
        unavailable: notAdjudicating,
        run: ({ consensus }) => void consensus.take(which),
      }),
    ),
    command({
      id: 'next-undecided',
      title: 'Adjudicate: next disagreement that nobody decided',
      group,
      keys: ['Alt+d'],
      unavailable: notAdjudicating,
      run: (review) => {
        if (!review.consensus.goToNext()) review.message = 'Every disagreement is decided';
      },
    }),
    command({
      id: 'blind',
      title: 'Blind reading, on or off',
      group,
      keys: ['Ctrl+Shift+b'],
      run: ({ annotations, kept }) => {
        annotations.setBlind(!annotations.blind);
        kept.blind(annotations.blind, annotations.me);
      },
    }),
    command({
      id: 'pass',
      title: 'Pass over this beat',
      group,
      keys: ['Backspace'],
      unavailable: ({ queue: q }) => (q.on ? undefined : 'The queue is not on: Q begins it.'),
      run: (review) => {
        const row = review.selection.focusRow;
        const next = review.queue.waiting.find((other) => other !== row);
        if (row !== undefined) review.queue.pass(row);
        if (next !== undefined) review.goToRow(next);
      },
    }),
  ];
}

function measuring(command: WithReview): Command[] {
  const group = 'Measure';
  return [
    command({
      id: 'stimuli',
      title: 'Pacing stimuli: find and mark, or hide',
      group,
      keys: ['s'],
      run: (review) => {
        const { episodes } = review;
        void episodes.toggleStimuli().then(() => {
          review.message = episodes.fault ?? `${episodes.stimuli.length} stimuli marked`;
        });
      },
    }),
    command({
      id: 'measure',
      title: 'Measure at the cursor: cycle and intervals',
      group,
      keys: ['m'],
      run: (review) => {
        if (!review.measureHere()) review.message = 'No two beats around the cursor';
      },
    }),
    command({
      id: 'interval-by-hand',
      needs: 'addMark',
      title: 'Interval that was not found: measure it by hand; again: the next one',
      group,
      keys: ['Alt+i'],
      unavailable: ({ intervals, intervalEdit }) =>
        intervals.found === undefined
          ? 'M measures first.'
          : intervalEdit.missing.length === 0
            ? 'Every interval was found that the clinical rules give here.'
            : undefined,
      run: ({ intervalEdit }) => void intervalEdit.addNext(),
    }),
    command({
      id: 'confirm-h',
      needs: 'addMark',
      title: 'Confirm H at the cursor',
      group,
      keys: ['Alt+h'],
      once: true,
      unavailable: ({ his }) => his.refusal,
      run: (review) => void review.marking.confirmHis('h'),
    }),
    command({
      id: 'confirm-a',
      needs: 'addMark',
      title: 'A before the H, at the cursor',
      group,
      keys: ['Alt+a'],
      once: true,
      unavailable: ({ his }) => his.refusal,
      run: (review) => void review.marking.confirmHis('a'),
    }),
    command({
      id: 'take-out-measurements',
      title: 'Take calipers and intervals out as a table (CSV)',
      group,
      keys: [],
      unavailable: ({ hasMeasured }) => (hasMeasured ? undefined : 'Nothing was measured yet.'),
      run: (review) => void review.takeOutMeasurements(globalThis.document),
    }),
  ];
}
