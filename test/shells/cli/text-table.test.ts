import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../src-main/shells/cli/arguments.ts';
import type { Command } from '../../../src-main/shells/cli/command.ts';
import { textTable } from '../../../src-main/shells/cli/text-table.ts';

describe('a table in the terminal', () => {
  it('has numbers to the right, written out with their decimals too, and words to the left', () => {
    const rows = [
      ['sinus', 518, '99.4', 'x001'],
      ['af', 22, '3.3', 'x0010'],
      ['vt', 0, 'absent', 'x002'],
    ];
    expect(textTable(['class', 'support', 'F1 %', 'record'], rows).split('\n')).toEqual([
      'class  support    F1 %  record',
      'sinus      518    99.4  x001',
      'af          22     3.3  x0010',
      'vt           0  absent  x002',
    ]);
  });
});

it('an option that there is not is named, and nothing else is advised', () => {
  const command = { name: 'train', options: {}, positionals: [0, 0] } as unknown as Command;
  expect(() => parseArguments(command, ['--epoch', '3'])).toThrow(/^Unknown option '--epoch'\.?$/);
});
