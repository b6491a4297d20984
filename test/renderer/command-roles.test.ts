import { describe, expect, it, vi } from 'vitest';
import { ENDPOINTS, type EndpointName } from '../../src-main/api/contract/index.ts';
import { PERMISSIONS, refusalOf } from '../../src-main/api/contract/permissions.ts';
import type { Role } from '../../src-main/api/contract/people.ts';
import { applicationCommands } from '../../src-renderer/commands/application-commands.ts';
import { libraryCommands } from '../../src-renderer/commands/library-commands.ts';
import { CommandRegistry } from '../../src-renderer/commands/registry.ts';
import { reviewCommands } from '../../src-renderer/commands/review-commands.ts';
import { ROLES } from '../../src-renderer/state/roles.ts';

const app = { setTheme: vi.fn(), keepPanels: vi.fn() } as never;
const all = new CommandRegistry();
for (const commands of [applicationCommands(app), reviewCommands(app), libraryCommands(app)])
  all.add(commands);

/** By hand, not from the code under test: an administrator may do all. */
const mayCall = (role: Role, name: EndpointName): boolean => {
  const permission = PERMISSIONS[name] ?? 'signed-in';
  return typeof permission === 'string' || role === 'administrator' || permission.includes(role);
};

/**
 * Commands that everybody who is signed in may run: they look, move, measure on screen, or keep a setting of the window. A new
 * command stands here, or names in `needs` what it calls.
 */
const FOR_EVERYBODY = new Set(
  `palette keys view-studies view-review view-jobs view-models view-settings view-about theme panel overview
  view-search view-worklist view-trail view-batch view-labels trail-verify
  back-quarter on-quarter back-page on-page begin end go-to previous-beat next-beat previous-of-class next-of-class
  extend-back extend-on select-view select-class clear beat-lines queue disagreement pass next-undecided blind
  sweep-up sweep-down show-all gain-up gain-down own-gain-up own-gain-down gain-auto gain-reset clip raw filters
  filters-toggle calibrate channel channel-up channel-down channel-earlier channel-later channel-sets isolate hide
  show-hidden keep-set-1 keep-set-2 keep-set-3 keep-set-4 keep-set-5 keep-set-6 keep-set-7 keep-set-8
  set-1 set-2 set-3 set-4 set-5 set-6 set-7 set-8
  next-page cabrera disclosure average aligned print-page moments pin-moment lock-moments around-ablation pair
  manoeuvre report take-out stimuli measure take-out-measurements caliper-leg caliper-next
  ${'earlier later' /* They move the cursor, too; what they need with a beat selected: needsNow. */}`.split(
    /\s+/,
  ),
);

describe('commands and roles', () => {
  it('each command names what it needs, or is known to be for everybody', () => {
    const unknown = all.all.filter(({ id, needs }) => needs === undefined && !FOR_EVERYBODY.has(id));
    expect(unknown.map(({ id }) => id)).toEqual([]);
    const both = all.all.filter(({ id, needs }) => needs !== undefined && FOR_EVERYBODY.has(id));
    expect(both.map(({ id }) => id)).toEqual([]);
    for (const id of FOR_EVERYBODY) expect(all.all.map((command) => command.id)).toContain(id);
  });

  it.each(ROLES)('as the api lets it: %s', (role) => {
    all.restrict((name) => refusalOf(name, role));
    for (const command of all.all) {
      const allowed = command.needs === undefined || mayCall(role, command.needs);
      expect([command.id, all.refusedTo(command) === undefined]).toEqual([command.id, allowed]);
      if (allowed) continue;
      // It is told why, by whatever way the command is called.
      expect(all.refused(command)).toContain(`you are signed in as ${role}`);
      for (const key of all.keysOf(command)) {
        const outcome = all.press({ key, repeat: false, lettersLabel: false });
        expect([key, outcome.kind]).toEqual([key, 'refused']);
      }
    }
  });

  it('a trainer runs nothing that labels, an annotator signs nothing, only an administrator keeps house', () => {
    const refused = (role: Role): string[] => {
      all.restrict((name) => refusalOf(name, role));
      return all.all.filter((command) => all.refusedTo(command) !== undefined).map(({ id }) => id);
    };
    expect(refused('administrator')).toEqual([]);
    expect(refused('reviewer')).toEqual(['view-house']);
    expect(refused('annotator').sort()).toEqual(['sign', 'view-house']);
    expect(refused('trainer')).toEqual(
      expect.arrayContaining(['accept', 'delete', 'undo', 'sign', 'note', 'caliper', 'view-house']),
    );
  });

  it('a key that moves the cursor is for everybody; with a beat selected it moves the beat, which a trainer may not', () => {
    const review = { selection: { isEmpty: true } };
    const open = new CommandRegistry();
    open.add(reviewCommands({ review, view: 'review' } as never));
    const refused = (role: Role): string[] => {
      open.restrict((name) => refusalOf(name, role));
      return ['earlier', 'later'].filter((id) =>
        open.refused(open.all.find((command) => command.id === id)!)?.includes(`signed in as ${role}`),
      );
    };
    expect(refused('trainer')).toEqual([]);
    review.selection.isEmpty = false;
    expect(refused('trainer')).toEqual(['earlier', 'later']);
    expect(refused('annotator')).toEqual([]);
  });

  it('names endpoints that need a role', () => {
    for (const { id, needs } of all.all) {
      if (needs === undefined) continue;
      expect([id, needs in ENDPOINTS]).toEqual([id, true]);
      expect([id, Array.isArray(PERMISSIONS[needs])]).toEqual([id, true]);
    }
  });
});
