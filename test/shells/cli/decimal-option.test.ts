import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../src-main/shells/cli/arguments.ts';
import { batchCommand } from '../../../src-main/shells/cli/commands/batch.ts';
import { reportCommand } from '../../../src-main/shells/cli/commands/report.ts';
import { decimalOf } from '../../../src-main/shells/cli/decimal-option.ts';

describe('--decimal', () => {
  it.each([batchCommand, reportCommand])('says how $name writes numbers on paper', (command) => {
    const of = (...argv: string[]) => decimalOf(parseArguments(command, ['1', ...argv]));
    expect(of('--decimal', 'comma')).toBe('comma');
    expect(of('--decimal', 'point')).toBe('point');
    expect(of()).toBeUndefined();
    expect(() => of('--decimal', 'dot')).toThrow('--decimal takes point or comma, not dot.');
    expect(command.usage).toContain('--decimal point|comma');
  });
});
