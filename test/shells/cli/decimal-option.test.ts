import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../src-main/shells/cli/arguments.ts';
import { batchCommand } from '../../../src-main/shells/cli/commands/batch.ts';
import { reportCommand } from '../../../src-main/shells/cli/commands/report.ts';
import { decimalOf, localeMark } from '../../../src-main/shells/cli/decimal-option.ts';

const keeping = (numbers?: string) => ({ getSettings: () => Promise.resolve({ settings: { numbers } }) });

describe('--decimal', () => {
  it.each([batchCommand, reportCommand])('says how $name writes numbers on paper', async (command) => {
    const of = (...argv: string[]) =>
      decimalOf(parseArguments(command, ['1', ...argv]), { LANG: 'de_DE.UTF-8' });
    expect(await of('--decimal', 'comma')(keeping('point'))).toBe('comma');
    expect(await of('--decimal', 'point')(keeping('comma'))).toBe('point');
    expect(() => of('--decimal', 'dot')).toThrow('--decimal takes point or comma, not dot.');
    expect(command.usage).toContain('--decimal point|comma');
    // The library's setting holds for all who use it; only where it leaves it to a system is the terminal's asked.
    expect(await of()(keeping('point'))).toBe('point');
    expect(await of()(keeping('system'))).toBe('comma');
    expect(await of()(keeping())).toBe('comma');
  });

  it('is as the locale of the terminal has it, the first that is set', () => {
    expect(localeMark({ LANG: 'de_DE.UTF-8' })).toBe('comma');
    expect(localeMark({ LANG: 'fr_FR' })).toBe('comma');
    expect(localeMark({ LANG: 'ru_RU.UTF-8@euro' })).toBe('comma');
    expect(localeMark({ LANG: 'en_GB.UTF-8' })).toBe('point');
    expect(localeMark({ LANG: 'de_DE', LC_NUMERIC: 'en_US.UTF-8' })).toBe('point');
    expect(localeMark({ LANG: 'en_US', LC_NUMERIC: 'en_US', LC_ALL: 'nl_NL' })).toBe('comma');
    expect(localeMark({ LANG: 'de_DE', LC_NUMERIC: '', LC_ALL: '' })).toBe('comma');
  });

  it.each([{}, { LANG: 'C' }, { LANG: 'C.UTF-8' }, { LC_ALL: 'POSIX', LANG: 'de_DE' }, { LANG: 'no such' }])(
    'is left to the library where the terminal says nothing: %j',
    (environment) => expect(localeMark(environment)).toBeUndefined(),
  );
});
