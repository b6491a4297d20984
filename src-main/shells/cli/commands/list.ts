import type { Command } from '../command.ts';
import { withLibrary } from '../library-client.ts';
import { durationText, textTable } from '../text-table.ts';

export const listCommand: Command = {
  name: 'list',
  summary: 'Lists the studies and records of the library.',
  usage: '[--library DIR]',
  options: {},
  positionals: [0, 0],
  async run(args) {
    return withLibrary(args, async ({ api }) => {
      const { studies } = await api.listStudies();
      const rows = studies.flatMap((study) =>
        study.records.map((record) => [
          record.id,
          record.name,
          study.title + (study.simulated ? ' (simulated)' : ''),
          record.signals,
          durationText(record.durationSeconds),
          record.beats,
          record.predictedBeats,
          record.warnings.length,
        ]),
      );
      const header = ['id', 'record', 'study', 'signals', 'time', 'beats', 'predicted', 'warnings'];
      return { json: { studies }, text: rows.length > 0 ? textTable(header, rows) : 'The library is empty.' };
    });
  },
};
