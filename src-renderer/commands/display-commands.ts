/** Commands of sweep, gain, filters and channels. */
import type { Review } from '../state/review.svelte.ts';
import type { Command } from './registry.ts';
import type { WithReview } from './review-commands.ts';

export function scaleCommands(command: WithReview): Command[] {
  const group = 'Scales';
  const gain = (review: Review, direction: 1 | -1, own: boolean): void => {
    const current = review.display.shown[review.display.current];
    if (!own || !current) return review.stepGains(direction);
    review.display.stepOwnGain(current.channelIndex, direction);
    review.kept.scales();
  };
  return [
    command({ id: 'sweep-up', title: 'Faster sweep', group, keys: ['+'], run: (r) => r.stepSweep(1) }),
    command({ id: 'sweep-down', title: 'Slower sweep', group, keys: ['-'], run: (r) => r.stepSweep(-1) }),
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
      id: 'gain-auto',
      title: 'Gains that fit the rows',
      group,
      keys: ['Alt+0'],
      run: (review) => {
        review.display.autoGains(review.rowMillimetres);
        review.kept.scales();
      },
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
        review.kept.scales();
      },
    }),
    command({
      id: 'raw',
      title: 'Raw trace behind the filtered one',
      group,
      keys: ['r'],
      run: (review) => {
        review.rawBehind = !review.rawBehind;
        if (review.rawBehind && !review.filters.on)
          review.message = 'Filters are off: raw and filtered are the same';
      },
    }),
    command({
      id: 'filters-toggle',
      title: 'Filters on or off',
      group,
      keys: ['f'],
      run: (review) => {
        review.filters.on = !review.filters.on;
        review.kept.scales();
      },
    }),
  ];
}

export function channelCommands(command: WithReview): Command[] {
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
      id: 'channel-earlier',
      title: 'This channel one row up',
      group,
      keys: ['Shift+ArrowUp'],
      run: ({ display }) => display.moveCurrent(-1),
    }),
    command({
      id: 'channel-later',
      title: 'This channel one row down',
      group,
      keys: ['Shift+ArrowDown'],
      run: ({ display }) => display.moveCurrent(1),
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
        id: `keep-set-${index + 1}`,
        title: `Keep the channels shown as set ${index + 1}`,
        group,
        keys: [`Ctrl+Alt+${index + 1}`],
        run: (review) => {
          review.kept.channelSet(index);
          review.message = `Channel set ${index + 1} kept, with its order, colours and filters`;
        },
      }),
    ),
    ...Array.from({ length: 8 }, (_, index) =>
      command({
        id: `set-${index + 1}`,
        title: `Channel set ${index + 1}`,
        group,
        keys: [`${index + 1}`],
        run: (review) => {
          // While two sets are adjudicated, 1 and 2 take a side.
          if (review.consensus.on && index < 2) void review.consensus.take(index === 0 ? 0 : 1);
          else review.useChannelSet(index);
        },
      }),
    ),
  ];
}
