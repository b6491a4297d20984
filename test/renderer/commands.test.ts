import { describe, expect, it, vi } from 'vitest';
import { BEAT_CLASSES } from '../../src-main/domain/beat-class.ts';
import { applicationCommands } from '../../src-renderer/commands/application-commands.ts';
import { keyName, keyText, type KeyPress } from '../../src-renderer/commands/keys.ts';
import {
  codeOfKey,
  LEFT_HAND_LABEL_KEYS,
  STANDARD_LABEL_KEYS,
} from '../../src-renderer/commands/label-keys.ts';
import { libraryCommands } from '../../src-renderer/commands/library-commands.ts';
import { CommandRegistry, type Command } from '../../src-renderer/commands/registry.ts';
import { reviewCommands } from '../../src-renderer/commands/review-commands.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

describe('key names', () => {
  it('are the same letter on QWERTY, QWERTZ and AZERTY', () => {
    expect(keyName(press('z', { code: 'KeyZ' }))).toBe('z');
    expect(keyName(press('z', { code: 'KeyY' }))).toBe('z');
    expect(keyName(press('a', { code: 'KeyQ' }))).toBe('a');
    expect(keyName(press('Z', { code: 'KeyY', shiftKey: true, ctrlKey: true }))).toBe('Ctrl+Shift+z');
  });

  it('takes digits by place, so that AZERTY needs no Shift', () => {
    expect(keyName(press('&', { code: 'Digit1' }))).toBe('1');
    expect(keyName(press('2', { code: 'Digit2' }))).toBe('2');
  });

  it('reads plus, minus and question mark as printed', () => {
    expect(keyName(press('+', { code: 'Equal', shiftKey: true }))).toBe('+');
    expect(keyName(press('+', { code: 'BracketRight' }))).toBe('+');
    expect(keyName(press('=', { code: 'Equal' }))).toBe('+');
    expect(keyName(press('?', { code: 'Slash', shiftKey: true }))).toBe('?');
    expect(keyName(press('+', { code: 'Digit1', shiftKey: true }))).toBe('+');
  });

  it('names arrows with modifiers, and modifiers alone not at all', () => {
    expect(keyName(press('ArrowLeft', { ctrlKey: true, shiftKey: true }))).toBe('Ctrl+Shift+ArrowLeft');
    expect(keyName(press(' '))).toBe('Space');
    expect(keyName(press('Shift', { shiftKey: true }))).toBeUndefined();
    expect(keyText('Ctrl+Shift+ArrowLeft')).toBe('Ctrl Shift ←');
    expect(keyText('+')).toBe('+');
  });
});

describe.each([
  ['standard', STANDARD_LABEL_KEYS],
  ['left hand', LEFT_HAND_LABEL_KEYS],
])('%s label keys', (_, keys) => {
  it('give every class a key of its own', () => {
    expect(Object.keys(keys).sort()).toEqual(BEAT_CLASSES.map(({ code }) => code).sort());
    expect(new Set(Object.values(keys)).size).toBe(BEAT_CLASSES.length);
    expect(codeOfKey(keys, keys.NRT)).toBe('NRT');
  });

  it('need no AltGr: letters, with Shift at most', () => {
    expect(Object.values(keys).filter((key) => !/^(Shift\+)?[a-z]$/.test(key))).toEqual([]);
  });
});

function registry(...commands: Partial<Command>[]): CommandRegistry {
  const made = new CommandRegistry();
  made.add(
    commands.map((command, k) => ({
      id: `c${k}`,
      title: 't',
      group: 'g',
      keys: [],
      run: () => {},
      ...command,
    })),
  );
  return made;
}

describe('CommandRegistry', () => {
  const q = (over: Partial<Parameters<CommandRegistry['press']>[0]> = {}) => ({
    key: 'q',
    repeat: false,
    lettersLabel: false,
    ...over,
  });

  it('lets letters label while beats are selected, and command after a comma', () => {
    const commands = registry({ id: 'queue', keys: ['q'] });
    expect(commands.press(q())).toMatchObject({ kind: 'command' });
    expect(commands.press(q({ lettersLabel: true }))).toEqual({ kind: 'label', key: 'q' });
    expect(commands.press(q({ key: ',', lettersLabel: true }))).toEqual({ kind: 'prefix' });
    expect(commands.press(q({ lettersLabel: true }))).toMatchObject({ kind: 'command' });
    expect(commands.press(q({ lettersLabel: true }))).toMatchObject({ kind: 'label' });
  });

  it('ignores a held key where a command says once', () => {
    const commands = registry({ keys: ['Space'], once: true });
    expect(commands.press(q({ key: 'Space', repeat: true }))).toEqual({ kind: 'nothing' });
  });

  it('says why a command is unavailable', () => {
    const commands = registry({ keys: ['q'], unavailable: () => 'No predictions.' });
    expect(commands.press(q())).toMatchObject({ kind: 'refused', why: 'No predictions.' });
  });

  it('remaps, and finds doubled keys', () => {
    const commands = registry({ id: 'a', keys: ['q'] }, { id: 'b', keys: ['w'] });
    commands.remap({ b: ['q'] });
    expect(commands.conflicts()).toEqual([{ key: 'q', ids: ['a', 'b'] }]);
    commands.remap({ a: ['x'] });
    expect(commands.press(q())).toEqual({ kind: 'nothing' });
    expect(commands.press(q({ key: 'x' }))).toMatchObject({ kind: 'command' });
  });

  it('refuses two commands of one id', () => {
    expect(() => registry({ id: 'a' }, { id: 'a' })).toThrow('a is there already');
  });
});

describe('the window’s commands', () => {
  const all = new CommandRegistry();
  const app = { setTheme: vi.fn(), keepPanels: vi.fn() } as never;
  all.add(applicationCommands(app));
  all.add(reviewCommands(app));
  all.add(libraryCommands(app));

  it('have no key twice', () => {
    expect(all.conflicts()).toEqual([]);
  });

  it('hold every key of the design that the features support', () => {
    const keys = new Set(all.all.flatMap(({ keys: own }) => own));
    const wanted = [
      ...['ArrowLeft', 'ArrowRight', 'Shift+ArrowLeft', 'Shift+ArrowRight'],
      ...['Ctrl+Shift+ArrowLeft', 'Ctrl+Shift+ArrowRight', 'PageUp', 'PageDown', 'Home', 'End'],
      ...['ArrowUp', 'ArrowDown', '+', '-', 'Alt+ArrowUp', 'Alt+ArrowDown', 'Alt+Shift+ArrowUp'],
      ...['1', '8', 'Space', 'Enter', 'Delete', 'Insert', 'Ctrl+z', 'Ctrl+Shift+z', 'Ctrl+k', '?', 'Escape'],
      ...['c', 'Shift+c', 'f', 'q', 'd', 'g', 'n', 'b', 'm', 'r'],
    ];
    expect(wanted.filter((key) => !keys.has(key))).toEqual([]);
  });
});
