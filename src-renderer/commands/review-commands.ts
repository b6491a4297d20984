import type { Application } from '../state/application.svelte.ts';
import type { Review } from '../state/review.svelte.ts';
import { editingCommands } from './editing-commands.ts';
import type { Command } from './registry.ts';

/** Wraps what needs an open record: `run` gets it, and says so where there is none. */
export type WithReview = (
  part: Omit<Command, 'run' | 'unavailable'> & {
    run: (review: Review) => void;
    unavailable?: (review: Review) => string | undefined;
  },
) => Command;

/** Commands of the review view: moving, scales, channels. */
export function reviewCommands(app: Application): Command[] {
  const command: WithReview = ({ run, unavailable, ...rest }) => ({
    ...rest,
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
    ...scales(command),
    ...channels(command),
    ...dialogs(app, command),
    ...editingCommands(command),
  ];
}

function moving(command: WithReview): Command[] {
  const group = 'Move';
  const pan = (id: string, title: string, keys: string[], pages: number): Command =>
    command({ id, title, group, keys, run: ({ viewport }) => viewport.panPages(pages) });
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
  const step = (review: Review, direction: 1 | -1, extend: boolean, sameClass: boolean): void => {
    const { selection, viewport } = review;
    const focus = selection.focusRow;
    const wanted = focus === undefined ? undefined : selection.classOf(focus);
    const matches = (row: number): boolean =>
      !sameClass || wanted === undefined || selection.classOf(row) === wanted;
    const row = selection.next(direction, viewport.from + 0.12 * viewport.span, matches);
    if (row === undefined) {
      review.message = sameClass ? 'No further beat of this class' : 'No further beat';
      return;
    }
    if (extend) {
      selection.extendTo(row);
      viewport.reveal(review.annotations.union.sampleIndex[row]);
    } else review.goToRow(row);
  };
  const made = (id: string, title: string, keys: string[], direction: 1 | -1, extend = false, same = false) =>
    command({ id, title, group, keys, run: (review) => step(review, direction, extend, same) });
  return [
    made('previous-beat', 'Select the previous beat', ['Shift+ArrowLeft'], -1),
    made('next-beat', 'Select the next beat', ['Shift+ArrowRight'], 1),
    made('previous-of-class', 'Previous beat of this class', ['Ctrl+Shift+ArrowLeft'], -1, false, true),
    made('next-of-class', 'Next beat of this class', ['Ctrl+Shift+ArrowRight'], 1, false, true),
    command({
      id: 'select-view',
      title: 'Select all beats in view',
      group,
      keys: ['Ctrl+a'],
      run: ({ selection, viewport, annotations }) => {
        const { union } = annotations;
        let first = 0;
        while (first < union.count && union.sampleIndex[first] < viewport.from) first++;
        let end = first;
        while (end < union.count && union.sampleIndex[end] < viewport.to) end++;
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
        else {
          review.queue.stop();
          review.selection.clear();
        }
      },
    }),
  ];
}

function scales(command: WithReview): Command[] {
  const group = 'Scales';
  const gain = (review: Review, direction: 1 | -1, own: boolean): void => {
    const current = review.display.shown[review.display.current];
    if (own && current) review.display.stepOwnGain(current.channelIndex, direction);
    else review.display.stepGains(direction);
    review.keepScales();
  };
  const sweep = (review: Review, direction: 1 | -1): void => {
    review.viewport.stepSweep(direction);
    review.keepScales();
  };
  return [
    command({ id: 'sweep-up', title: 'Faster sweep', group, keys: ['+'], run: (r) => sweep(r, 1) }),
    command({ id: 'sweep-down', title: 'Slower sweep', group, keys: ['-'], run: (r) => sweep(r, -1) }),
    command({
      id: 'show-all',
      title: 'Whole record',
      group,
      keys: ['Ctrl+0'],
      run: ({ viewport }) => viewport.showAll(),
    }),
    command({
      id: 'gain-up',
      title: 'More gain',
      group,
      keys: ['Alt+ArrowUp'],
      run: (r) => gain(r, 1, false),
    }),
    command({
      id: 'gain-down',
      title: 'Less gain',
      group,
      keys: ['Alt+ArrowDown'],
      run: (r) => gain(r, -1, false),
    }),
    command({
      id: 'own-gain-up',
      title: 'More gain, this channel',
      group,
      keys: ['Alt+Shift+ArrowUp'],
      run: (r) => gain(r, 1, true),
    }),
    command({
      id: 'own-gain-down',
      title: 'Less gain, this channel',
      group,
      keys: ['Alt+Shift+ArrowDown'],
      run: (r) => gain(r, -1, true),
    }),
    command({
      id: 'gain-reset',
      title: 'Gains to 10 mm/mV',
      group,
      keys: [],
      run: ({ display }) => display.resetGains(),
    }),
    command({
      id: 'clip',
      title: 'Hold traces within their rows, or not',
      group,
      keys: ['Ctrl+Shift+c'],
      run: (review) => {
        review.display.clipDisplay = !review.display.clipDisplay;
        review.keepScales();
      },
    }),
    command({
      id: 'filters-toggle',
      title: 'Filters on or off',
      group,
      keys: ['f'],
      run: (review) => {
        review.filters.on = !review.filters.on;
        review.keepScales();
      },
    }),
  ];
}

function channels(command: WithReview): Command[] {
  const group = 'Channels';
  return [
    command({
      id: 'channel-up',
      title: 'Previous channel',
      group,
      keys: ['ArrowUp'],
      run: ({ display }) => display.step(-1),
    }),
    command({
      id: 'channel-down',
      title: 'Next channel',
      group,
      keys: ['ArrowDown'],
      run: ({ display }) => display.step(1),
    }),
    command({
      id: 'isolate',
      title: 'This channel alone, or all again',
      group,
      keys: ['i'],
      run: ({ display }) => {
        const channel = display.shown[display.current];
        if (channel) display.isolate(channel.channelIndex);
      },
    }),
    command({
      id: 'hide',
      title: 'Hide this channel',
      group,
      keys: ['h'],
      run: ({ display }) => {
        const channel = display.shown[display.current];
        if (channel) display.hide(channel.channelIndex);
      },
    }),
    command({
      id: 'show-hidden',
      title: 'Show hidden channels',
      group,
      keys: ['Shift+h'],
      run: ({ display }) => display.showHidden(),
    }),
    ...Array.from({ length: 8 }, (_, index) =>
      command({
        id: `set-${index + 1}`,
        title: `Channel set ${index + 1}`,
        group,
        keys: [`${index + 1}`],
        run: (review) => {
          if (!review.display.useSet(index))
            review.message = `No channel of set ${index + 1} is in this record`;
        },
      }),
    ),
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
      id: 'note',
      title: 'A note here',
      group: 'Annotate',
      keys: ['n'],
      run: () => (app.dialog = 'note'),
    }),
  ];
}
