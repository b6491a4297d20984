import type { EndpointName } from '../../src-main/api/contract/index.ts';
import type { Application, DialogName } from '../state/application.svelte.ts';
import type { Review } from '../state/review.svelte.ts';
import { nextOf } from '../beats/beat-union.ts';
import { caliperCommands } from './caliper-commands.ts';
import { channelCommands, scaleCommands } from './display-commands.ts';
import { editingCommands } from './editing-commands.ts';
import { readingCommands } from './reading-commands.ts';
import type { Command } from './registry.ts';

/** Wraps what needs an open record: `run` gets it, and says so where there is none. */
export type WithReview = (
  part: Omit<Command, 'run' | 'unavailable' | 'needsNow'> & {
    run: (review: Review) => void;
    needsNow?: (review: Review) => EndpointName | undefined;
    unavailable?: (review: Review) => string | undefined;
  },
) => Command;

/** Commands of the review view: moving, scales, channels. */
export function reviewCommands(app: Application): Command[] {
  const command: WithReview = ({ run, unavailable, needsNow, ...rest }) => ({
    ...rest,
    needsNow: () => (app.review ? needsNow?.(app.review) : undefined),
    run: () => {
      if (app.review) run(app.review);
    },
    unavailable: () => {
      if (!app.review || app.view !== 'review') return 'No study is open in the review view.';
      return unavailable?.(app.review);
    },
  });
  return [
    ...moving(command),
    ...stepping(command),
    ...scaleCommands(command),
    ...channelCommands(command),
    ...readingCommands(app, command),
    ...dialogs(app, command),
    ...handingOver(app, command),
    ...editingCommands(command),
    ...caliperCommands(command),
  ];
}

function moving(command: WithReview): Command[] {
  const group = 'Move';
  const pan = (id: string, title: string, keys: string[], pages: number): Command =>
    command({ id, title, group, keys, run: (review) => review.panPages(pages) });
  return [
    pan('back-quarter', 'A quarter page back', ['ArrowLeft'], -0.25),
    pan('on-quarter', 'A quarter page on', ['ArrowRight'], 0.25),
    pan('back-page', 'A page back', ['PageUp'], -0.9),
    pan('on-page', 'A page on', ['PageDown'], 0.9),
    command({
      id: 'begin',
      title: 'To the beginning',
      group,
      keys: ['Home'],
      run: ({ viewport }) => viewport.centreOn(0),
    }),
    command({
      id: 'end',
      title: 'To the end',
      group,
      keys: ['End'],
      run: ({ viewport }) => viewport.goToEnd(),
    }),
  ];
}

function stepping(command: WithReview): Command[] {
  const group = 'Beats';
  const step = (review: Review, direction: 1 | -1, sameClass: boolean): void => {
    const { selection, viewport } = review;
    const focus = selection.focusRow;
    const wanted = focus === undefined ? undefined : selection.classOf(focus);
    const matches = (row: number): boolean =>
      !sameClass || wanted === undefined || selection.classOf(row) === wanted;
    // A little into the page, where `reveal` puts a beat; at the record's beginning the first beat is the first.
    const start = viewport.from <= 0 ? -1 : viewport.from + 0.12 * viewport.span;
    const row = selection.next(direction, start, matches);
    if (row === undefined) {
      review.message = sameClass ? 'No further beat of this class' : 'No further beat';
      return;
    }
    review.goToRow(row);
  };
  const made = (id: string, title: string, keys: string[], direction: 1 | -1, same = false): Command =>
    command({ id, title, group, keys, run: (review) => step(review, direction, same) });
  const extended = (id: string, title: string, keys: string[], direction: 1 | -1): Command =>
    command({
      id,
      title,
      group,
      keys,
      unavailable: ({ selection }) => (selection.isEmpty ? 'Select the first beat first.' : undefined),
      run: (review) => {
        const row = review.selection.extend(direction);
        if (row !== undefined) review.viewport.reveal(review.annotations.union.sampleIndex[row]);
      },
    });
  return [
    made('previous-beat', 'Select the previous beat', ['Shift+ArrowLeft'], -1),
    made('next-beat', 'Select the next beat', ['Shift+ArrowRight'], 1),
    made('previous-of-class', 'Previous beat of this class', ['Ctrl+Shift+ArrowLeft'], -1, true),
    made('next-of-class', 'Next beat of this class', ['Ctrl+Shift+ArrowRight'], 1, true),
    extended('extend-back', 'Selection on to the beat before', ['<'], -1),
    extended('extend-on', 'Selection on to the next beat', ['>'], 1),
    command({
      id: 'select-view',
      title: 'Select all beats in view',
      group,
      keys: ['Ctrl+a'],
      run: ({ selection, viewport, annotations }) => {
        const { union } = annotations;
        const first = nextOf(union.sampleIndex, union.count, viewport.from);
        const end = nextOf(union.sampleIndex, union.count, viewport.to);
        if (end > first) selection.selectRange(first, end);
      },
    }),
    command({
      id: 'select-class',
      title: 'Select every beat of this class in the record',
      group,
      keys: ['Ctrl+Shift+a'],
      unavailable: ({ selection }) => (selection.isEmpty ? 'Select a beat of the class first.' : undefined),
      run: ({ selection, annotations }) => {
        const wanted = selection.classOf(selection.focusRow!);
        const keys: number[] = [];
        for (let row = 0; row < annotations.union.count; row++)
          if (selection.classOf(row) === wanted) keys.push(selection.keyOf(row));
        selection.set(keys, selection.anchor);
      },
    }),
    command({
      id: 'clear',
      title: 'Clear the selection',
      group,
      keys: ['Escape'],
      run: (review) => {
        if (review.calipers.open) review.calipers.open = undefined;
        else if (review.editing.rhythmFrom !== undefined) review.editing.rhythmFrom = undefined;
        else if (review.editing.stretch) review.editing.stretch = undefined;
        else if (review.selection.isEmpty && review.reading.view !== 'stack') review.reading.show('stack');
        else {
          review.queue.stop();
          review.selection.clear();
        }
      },
    }),
  ];
}

/** What leaves the review: the laboratory's log with the study, a signature, a report, a file. */
function handingOver(app: Application, command: WithReview): Command[] {
  const noLabels = ({ annotations }: Review): string | undefined =>
    annotations.humanSet ? undefined : 'There are no human labels yet.';
  const opens = (
    id: string,
    title: string,
    group: string,
    key: string,
    dialog: DialogName,
    needs?: EndpointName,
  ): Command => command({ id, title, group, keys: [key], needs, run: () => (app.dialog = dialog) });
  return [
    command({
      id: 'log',
      needs: 'addMark',
      title: 'Log: catheter, drug, ablation, bookmark',
      group: 'Log',
      keys: ['e'],
      run: ({ studyMarks }) => {
        studyMarks.edited = undefined;
        app.dialog = 'log';
      },
    }),
    command({
      id: 'bookmark',
      needs: 'addMark',
      title: 'Bookmark here',
      group: 'Log',
      keys: ['k'],
      run: (r) => void r.marking.bookmark(),
    }),
    command({
      id: 'ablation',
      needs: 'addMark',
      title: 'Ablation on here, or off',
      group: 'Log',
      keys: ['a'],
      once: true,
      run: (r) => void r.marking.ablation(),
    }),
    opens('channel', 'What this channel is, and its colour: HIS, CS90 ...', 'Channels', 'Alt+c', 'channel'),
    opens('channel-sets', 'Channel sets: names, order, filters', 'Channels', 'Shift+i', 'sets'),
    opens('manoeuvre', 'Manoeuvre sheet', 'Measure', 'Shift+m', 'manoeuvre'),
    opens('sign', 'Sign the labels off', 'Hand over', 'Ctrl+Enter', 'sign', 'signSet'),
    opens('report', 'Report as a PDF', 'Hand over', 'Ctrl+p', 'report'),
    command({
      id: 'take-out',
      title: 'Take the labels out as a WFDB file',
      group: 'Hand over',
      keys: ['Ctrl+e'],
      once: true,
      unavailable: noLabels,
      run: (review) => void review.takeOutLabels(globalThis.document),
    }),
  ];
}

function dialogs(app: Application, command: WithReview): Command[] {
  return [
    command({
      id: 'go-to',
      title: 'Go to a time or beat',
      group: 'Move',
      keys: ['g'],
      run: () => (app.dialog = 'goto'),
    }),
    command({
      id: 'filters',
      title: 'Filter bands',
      group: 'Scales',
      keys: ['Shift+f'],
      run: () => (app.dialog = 'filters'),
    }),
    command({
      id: 'calibrate',
      title: 'Calibrate the screen',
      group: 'Scales',
      keys: [],
      run: () => (app.dialog = 'calibrate'),
    }),
    command({
      id: 'rhythm',
      needs: 'applyEdit',
      title: 'Begin or end a rhythm span',
      group: 'Annotate',
      keys: ['b'],
      run: ({ editing, viewport }) => {
        if (editing.rhythmFrom === undefined) editing.rhythmFrom = viewport.cursor ?? viewport.centre;
        else app.dialog = 'rhythm';
      },
    }),
    command({
      id: 'quality',
      needs: 'applyEdit',
      title: 'Begin or end a stretch of poor signal',
      group: 'Annotate',
      keys: ['Shift+q'],
      run: ({ editing, viewport }) => {
        const at = viewport.cursor ?? viewport.centre;
        if (!editing.stretch) editing.stretch = { kind: 'quality', from: at };
        else {
          editing.stretch = { ...editing.stretch, to: at };
          app.dialog = 'quality';
        }
      },
    }),
    command({
      id: 'note',
      needs: 'applyEdit',
      title: 'A note here',
      group: 'Annotate',
      keys: ['n'],
      run: () => (app.dialog = 'note'),
    }),
  ];
}
