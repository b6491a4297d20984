import type { Application } from '../state/application.svelte.ts';
import type { Command } from './registry.ts';

/** Commands that every view has. */
export function applicationCommands(app: Application): Command[] {
  const go = (view: Application['view']) => () => {
    app.view = view;
  };
  const inReview = (): string | undefined => (app.review ? undefined : 'No study is open.');
  return [
    {
      id: 'palette',
      title: 'Find a command',
      group: 'Window',
      keys: ['Ctrl+k'],
      run: () => (app.dialog = 'palette'),
    },
    { id: 'keys', title: 'Show all keys', group: 'Window', keys: ['?'], run: () => (app.dialog = 'keys') },
    { id: 'view-studies', title: 'Studies', group: 'Window', keys: ['Alt+s'], run: go('studies') },
    {
      id: 'view-review',
      title: 'Review',
      group: 'Window',
      keys: ['Alt+r'],
      run: go('review'),
      unavailable: inReview,
    },
    { id: 'view-jobs', title: 'Jobs', group: 'Window', keys: ['Alt+j'], run: go('jobs') },
    { id: 'view-models', title: 'Models', group: 'Window', keys: ['Alt+m'], run: go('models') },
    {
      id: 'view-settings',
      title: 'Settings and keys',
      group: 'Window',
      keys: ['Alt+,'],
      run: go('settings'),
    },
    { id: 'view-about', title: 'About Purkinje', group: 'Window', keys: ['F1'], run: go('about') },
    {
      id: 'theme',
      title: 'Change between lab and paper',
      group: 'Window',
      keys: ['Ctrl+Shift+l'],
      run: () => app.setTheme(app.theme === 'lab' ? 'paper' : 'lab'),
    },
    {
      id: 'panel',
      title: 'Show or hide the right panel',
      group: 'Window',
      keys: ['Ctrl+b'],
      run: () => {
        app.rightPanel = !app.rightPanel;
        app.keepPanels();
      },
    },
    {
      id: 'overview',
      title: 'Show or hide the overview',
      group: 'Window',
      keys: ['Ctrl+Shift+o'],
      run: () => {
        app.overview = !app.overview;
        app.keepPanels();
      },
    },
  ];
}
