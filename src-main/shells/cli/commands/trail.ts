import { UsageError } from '../arguments.ts';
import type { Command } from '../command.ts';
import { withLibrary } from '../library-client.ts';
import { textTable } from '../text-table.ts';

/** Edits of many beats have long ones; `--json` gives them whole. */
const LONGEST = 40;

function clipped(text = ''): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

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
      const rows = entries.map(({ sequence, at, who, what: did, object, old, new: now, why }) => [
        sequence,
        at,
        who,
        did,
        object,
        clipped(old),
        clipped(now),
        why ?? '',
      ]);
      return {
        json: { entries },
        text: textTable(['', 'when', 'who', 'what', 'object', 'old', 'new', 'why'], rows),
      };
    });
  },
};
