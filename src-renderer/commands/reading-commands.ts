/** Commands of the pages: which one is shown, what stands beside what, and printing. */
import type { Application } from '../state/application.svelte.ts';
import type { Command } from './registry.ts';
import type { WithReview } from './review-commands.ts';

export function readingCommands(app: Application, command: WithReview): Command[] {
  return [...pages(app, command), ...beside(command)];
}

function pages(app: Application, command: WithReview): Command[] {
  const group = 'Read';
  return [
    command({
      id: 'next-page',
      title: '12-lead page, EP page, stack',
      group,
      keys: ['p'],
      run: ({ reading }) => reading.nextPage(),
    }),
    command({
      id: 'cabrera',
      title: 'Cabrera order, or the standard one',
      group,
      keys: ['Shift+p'],
      run: ({ reading }) => {
        reading.setOrder(reading.order === 'cabrera' ? 'standard' : 'cabrera');
        if (reading.view !== 'twelve') reading.show('twelve');
      },
    }),
    command({
      id: 'disclosure',
      title: 'Full disclosure',
      group,
      keys: ['o'],
      run: ({ reading }) => reading.toggle('disclosure'),
    }),
    command({
      id: 'average',
      title: 'Average beat',
      group,
      keys: ['v'],
      run: ({ reading }) => reading.toggle('average'),
    }),
    command({
      id: 'aligned',
      title: 'Beats aligned to QRS onset',
      group,
      keys: ['w'],
      run: ({ reading }) => reading.toggle('aligned'),
    }),
    command({
      id: 'print-page',
      title: 'Print to scale as a PDF',
      group,
      keys: ['Ctrl+Shift+p'],
      run: () => (app.dialog = 'print'),
    }),
  ];
}

function beside(command: WithReview): Command[] {
  const group = 'Read';
  return [
    command({
      id: 'moments',
      title: 'Two moments: pin this one, compare',
      group,
      keys: ['t'],
      run: ({ reading }) => reading.toggle('moments'),
    }),
    command({
      id: 'pin-moment',
      title: 'Pin this moment',
      group,
      keys: ['Shift+t'],
      run: (review) => {
        review.reading.moments.pin();
        review.message = `pinned at ${review.timeOf(review.viewport.from)}: T compares`;
      },
    }),
    command({
      id: 'lock-moments',
      title: 'Moments pan together, or apart',
      group,
      keys: ['x'],
      unavailable: ({ reading }) => (reading.view === 'moments' ? undefined : 'T shows two moments first.'),
      run: (review) => {
        const { moments } = review.reading;
        moments.toggleLock();
        review.message = moments.locked ? 'the moments pan together' : 'the moments pan apart';
      },
    }),
    command({
      id: 'around-ablation',
      title: 'Before and after ablation',
      group,
      keys: ['Shift+b'],
      run: (review) => {
        const { reading, studyMarks } = review;
        const why = reading.moments.aroundAblation(studyMarks.log);
        if (why === undefined) reading.show('moments');
        else review.message = why;
      },
    }),
    command({
      id: 'pair',
      title: 'Raw and filtered together',
      group,
      keys: ['Shift+r'],
      run: (review) => {
        review.reading.nextPair();
        if (review.reading.view === 'pair' && !review.filters.on)
          review.message = 'Filters are off: raw and filtered are the same';
      },
    }),
  ];
}
