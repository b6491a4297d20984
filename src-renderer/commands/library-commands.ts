import type { Application, View } from '../state/application.svelte.ts';
import type { Command } from './registry.ts';

/** Commands of the library: finding, reading what is assigned, looking after it. */
export function libraryCommands(app: Application): Command[] {
  const go = (view: View) => () => {
    app.view = view;
  };
  return [
    {
      id: 'view-search',
      title: 'Search all studies',
      group: 'Library',
      keys: ['Ctrl+Shift+f'],
      run: go('search'),
    },
    { id: 'view-worklist', title: 'Worklist', group: 'Library', keys: ['Alt+w'], run: go('worklist') },
    { id: 'view-trail', title: 'Audit trail', group: 'Library', keys: ['Alt+t'], run: go('trail') },
    {
      id: 'view-house',
      needs: 'erasePatient',
      title: 'Keep house: patients, backup, check',
      group: 'Library',
      keys: ['Alt+k'],
      run: go('house'),
    },
    {
      id: 'view-batch',
      title: 'Process a folder as a batch',
      group: 'Library',
      keys: ['Alt+b'],
      run: go('batch'),
    },
    { id: 'view-labels', title: 'Label schema', group: 'Library', keys: ['Alt+l'], run: go('labels') },
    {
      id: 'trail-verify',
      title: 'Verify the audit trail',
      group: 'Library',
      keys: [],
      run: () => {
        app.view = 'trail';
        void app.trail.verify();
      },
    },
    {
      id: 'next-reading',
      needs: 'beginReading',
      title: 'Open the next reading of the worklist',
      group: 'Library',
      keys: ['Alt+Shift+w'],
      run: () => void app.openNextReading(),
    },
    {
      id: 'reading-done',
      needs: 'finishReading',
      title: 'This reading is done',
      group: 'Library',
      keys: [],
      run: () => void app.finishOpenReading(),
      unavailable: () => (app.review ? undefined : 'No study is open.'),
    },
  ];
}
