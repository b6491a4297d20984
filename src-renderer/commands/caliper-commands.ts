/** Commands of calipers: set, marched, chosen, moved and removed by keys alone, in the stack and on the pages. */
import { nextOf } from '../beats/beat-union.ts';
import type { Review } from '../state/review.svelte.ts';
import type { Command } from './registry.ts';
import type { WithReview } from './review-commands.ts';

const none = ({ calipers }: Review): string | undefined =>
  calipers.chosen === undefined ? 'There is no caliper: C sets one.' : undefined;
const nothingToMove = (review: Review): string | undefined =>
  review.calipers.open ? undefined : none(review);

export function caliperCommands(command: WithReview): Command[] {
  return [...setting(command), ...moving(command)];
}

function setting(command: WithReview): Command[] {
  const group = 'Measure';
  const caliper = (review: Review, marching: boolean): void => {
    const { calipers, reading } = review;
    const { open } = calipers;
    const exact = open?.exact !== undefined && open.exact === review.viewport.cursor;
    const place = exact ? review.here : review.snap(review.here);
    if (open) calipers.finish(place, exact, reading.pointedChannel);
    else calipers.begin(place, marching);
  };
  return [
    command({
      id: 'caliper',
      needs: 'addMark',
      title: 'Caliper: first leg, second leg',
      group,
      keys: ['c'],
      run: (review) => caliper(review, false),
    }),
    command({
      id: 'caliper-march',
      needs: 'addMark',
      title: 'Marching caliper',
      group,
      keys: ['Shift+c'],
      run: (review) => caliper(review, true),
    }),
    command({
      id: 'caliper-marches',
      needs: 'changeMark',
      title: 'Let this caliper march, or stand',
      group,
      keys: ['Alt+Shift+c'],
      unavailable: none,
      run: ({ calipers }) => calipers.toggleMarching(calipers.chosen!.id),
    }),
    command({
      id: 'caliper-remove',
      needs: 'deleteMark',
      title: 'Remove this caliper',
      group,
      keys: ['Ctrl+Delete'],
      unavailable: none,
      run: ({ calipers }) => calipers.remove(calipers.current!),
    }),
  ];
}

function moving(command: WithReview): Command[] {
  const group = 'Measure';
  const step = (
    id: string,
    title: string,
    key: string,
    to: (review: Review, at: number) => number,
  ): Command =>
    command({
      id,
      title,
      group,
      keys: [key],
      needs: 'changeMark',
      unavailable: nothingToMove,
      run: (review) => {
        // The open leg follows the cursor; one that stands is moved itself.
        const { calipers, viewport } = review;
        if (!calipers.open) return calipers.moveLegs((at) => to(review, at));
        viewport.cursor = to(review, review.here);
        calipers.open = { ...calipers.open, exact: viewport.cursor };
      },
    });
  return [
    step('caliper-back', 'Leg of the caliper a pixel back', 'Ctrl+ArrowLeft', (review, at) =>
      pixels(review, at, -1),
    ),
    step('caliper-on', 'Leg of the caliper a pixel on', 'Ctrl+ArrowRight', (review, at) =>
      pixels(review, at, 1),
    ),
    step('caliper-beat-back', 'Leg of the caliper to the beat before', 'Alt+Shift+ArrowLeft', (review, at) =>
      beatBeside(review, at, -1),
    ),
    step('caliper-beat-on', 'Leg of the caliper to the next beat', 'Alt+Shift+ArrowRight', (review, at) =>
      beatBeside(review, at, 1),
    ),
    command({
      id: 'caliper-leg',
      title: 'What keys move: second leg, first leg, both',
      group,
      keys: ['Ctrl+ArrowDown'],
      unavailable: none,
      run: (review) => {
        const leg = review.calipers.changeLeg();
        review.message =
          leg === 'both' ? 'keys move both legs' : `keys move the ${leg === 'to' ? 'second' : 'first'} leg`;
      },
    }),
    command({
      id: 'caliper-next',
      title: 'Next caliper of those kept',
      group,
      keys: ['Ctrl+ArrowUp'],
      unavailable: none,
      run: (review) => {
        const next = review.calipers.chooseNext();
        if (next) review.viewport.reveal(next.from);
      },
    }),
  ];
}

/** At least a sample. */
function pixels(review: Review, at: number, count: -1 | 1): number {
  const { samples } = review.viewport;
  const step = Math.max(1, review.samplesPerPixel);
  return Math.min(samples - 1, Math.max(0, Math.round(at) + count * Math.round(step)));
}

/** R peak of the beat before or behind; where it is, beyond the last. */
function beatBeside({ annotations }: Review, at: number, direction: -1 | 1): number {
  const { sampleIndex, count } = annotations.union;
  const from = nextOf(sampleIndex, count, direction === 1 ? Math.floor(at) + 1 : Math.ceil(at));
  const row = direction === 1 ? from : from - 1;
  return row >= 0 && row < count ? sampleIndex[row] : at;
}
