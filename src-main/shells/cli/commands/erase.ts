import { UsageError } from '../arguments.ts';
import type { Command } from '../command.ts';
import { followJob } from '../follow-job.ts';
import { withLibrary } from '../library-client.ts';

export const eraseCommand: Command = {
  name: 'erase',
  summary: 'Erases a patient with all studies, labels and signals. There is no way back but a backup.',
  usage: 'PATIENT-ID --why TEXT --yes [--library DIR]',
  options: { why: { type: 'string' }, yes: { type: 'boolean' } },
  positionals: [1, 1],
  run: (args, terminal) => {
    const patientId = Number(args.positionals[0]);
    if (!Number.isInteger(patientId) || patientId < 1)
      throw new UsageError('PATIENT-ID is a number (list --json names it).');
    const why = args.required('why');
    if (!args.flag('yes')) throw new UsageError('--yes is missing: nothing brings an erased patient back.');
    return withLibrary(args, async ({ api }) => {
      await followJob(api, await api.erasePatient({ params: { patientId }, body: { why } }), terminal);
      return { json: { patientId }, text: `Patient ${patientId} is erased.` };
    });
  },
};
