/** The one listener: key presses become commands or labels, unless a field or a dialog has the keyboard. */
import { beatClassByCode } from '../../src-main/domain/beat-class.ts';
import type { Application } from '../state/application.svelte.ts';
import { keyName } from './keys.ts';
import { codeOfKey } from './label-keys.ts';

/** Alt with a letter leads to another view from a field too: it types nothing there. */
const LEAVES_FIELDS = /^(Escape|Ctrl\+k.*|Alt\+(Shift\+)?[a-z,])$/;
const FIELDS = 'input, textarea, select, [contenteditable]';
/** Keys that a focused control takes for itself. */
const CONTROL_KEYS = new Set(['Space', 'Enter']);

function takenByTarget(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('dialog, [role="dialog"]')) return true;
  if (target.closest(FIELDS)) return !LEAVES_FIELDS.test(key);
  if (CONTROL_KEYS.has(key) && target.closest('button, a, [role="tab"], summary')) return true;
  const keyed = target.closest('[data-keys]');
  return keyed instanceof HTMLElement && keyed.dataset.keys!.split(' ').includes(key);
}

export function handleKey(app: Application, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const key = keyName(event);
  if (key === undefined || app.dialog !== undefined || takenByTarget(event.target, key)) return;
  const { review } = app;
  const lettersLabel = app.view === 'review' && review !== undefined && !review.selection.isEmpty;
  const outcome = app.commands.press({ key, repeat: event.repeat, lettersLabel });
  if (outcome.kind === 'nothing') return;
  event.preventDefault();
  if (review) review.message = undefined;
  if (outcome.kind === 'command') outcome.command.run();
  else if (outcome.kind === 'refused') {
    if (review) review.message = outcome.why;
  } else if (outcome.kind === 'prefix') {
    if (review) review.message = 'The next letter is a command';
  } else if (!event.repeat) label(app, outcome.key);
}

function label(app: Application, key: string): void {
  const review = app.review!;
  const refusal = app.people.refusal('applyEdit');
  if (refusal !== undefined) {
    review.message = refusal;
    return;
  }
  const code = codeOfKey(app.allLabelKeys, key);
  const retired = code === undefined ? undefined : app.labelSchema.retiredBecause(code);
  if (retired !== undefined) {
    review.message = retired;
    return;
  }
  const beatClass = code === undefined ? undefined : beatClassByCode(code);
  if (beatClass) void review.editing.label(beatClass);
  else review.message = `No label on ${key}. Esc clears the selection, then letters are commands.`;
}
