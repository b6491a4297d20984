import { UsageError } from '../arguments.ts';
import type { Command } from '../command.ts';
import { withLibrary } from '../library-client.ts';
import { textTable } from '../text-table.ts';

/** Exit code 1 where the trail was tampered with. */
export const trailCommand: Command = {
  name: 'trail',
  summary: 'Verifies the audit trail, or lists it (ids, never names).',
  usage: 'verify|list [--object OBJECT] [--after N] [--library DIR]',
  options: { object: { type: 'string' }, after: { type: 'string' } },
  positionals: [1, 1],
  async run(args) {
    const [what] = args.positionals;
    if (what !== 'verify' && what !== 'list') throw new UsageError(`trail ${what} is not known.`);
    return withLibrary(args, async ({ api }) => {
      if (what === 'verify') {
        const verdict = await api.verifyTrail();
        const text = verdict.sound
          ? `The trail is sound: ${verdict.entries} entries.`
          : `The trail was tampered with: entry ${verdict.sequence}: ${verdict.reason}; expected ${verdict.expected ?? 'nothing'}, found ${verdict.found ?? 'nothing'}.`;
        return { json: verdict, text, failed: !verdict.sound };
      }
      const after = args.integer('after', { min: 0 }) ?? 0;
      const { entries } = await api.getTrail({ query: { after, limit: 1000, object: args.text('object') } });
      const rows = entries.map(({ sequence, at, who, what: did, object, why }) => [
        sequence,
        at,
        who,
        did,
        object,
        why ?? '',
      ]);
      return { json: { entries }, text: textTable(['', 'when', 'who', 'what', 'object', 'why'], rows) };
    });
  },
};
