import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { PurkinjeError } from '../../../src-main/domain/errors.ts';
import type { Command } from '../../../src-main/shells/cli/command.ts';
import { EXIT, runCommandLine } from '../../../src-main/shells/cli/run.ts';
import { barOf } from '../../../src-main/shells/cli/terminal.ts';

const greet: Command = {
  name: 'greet',
  summary: 'Greets.',
  usage: 'NAME [--times N]',
  options: { times: { type: 'string' }, how: { type: 'string' } },
  positionals: [1, 1],
  run: async (args, terminal) => {
    terminal.progress(0.5, 'greeting');
    const times = args.integer('times', { min: 1, max: 3 }) ?? 1;
    const how = args.choice('how', ['loud', 'low'], 'low');
    if (args.positionals[0] === 'nobody') throw new PurkinjeError('NotFound', 'There is nobody.');
    if (args.positionals[0] === 'bug') throw new TypeError('a bug');
    return { json: { times, how }, text: `${args.positionals[0]} x ${times}`, failed: times === 3 };
  },
};
const COMMANDS = new Map([[greet.name, greet]]);

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const code = await runCommandLine(COMMANDS, argv, { stdout, stderr }, new AbortController().signal);
  const text = (stream: PassThrough): string => ((stream.read() as Buffer | null) ?? '').toString();
  return { code, out: text(stdout), err: text(stderr) };
}

describe('command line', () => {
  it('prints text, or one JSON document', async () => {
    expect(await run('greet', 'Anna', '--times', '2')).toEqual({
      code: EXIT.done,
      out: 'Anna x 2\n',
      err: '',
    });
    const json = await run('greet', 'Anna', '--json');
    expect(JSON.parse(json.out)).toEqual({ times: 1, how: 'low' });
    expect(json.err).toBe('');
  });

  it('ends with 1 where part of it failed, still printing the result', async () => {
    expect(await run('greet', 'Anna', '--times', '3')).toMatchObject({
      code: EXIT.failed,
      out: 'Anna x 3\n',
    });
  });

  it('names an expected failure by its code', async () => {
    expect(await run('greet', 'nobody')).toEqual({
      code: EXIT.failed,
      out: '',
      err: 'NotFound: There is nobody.\n',
    });
    const json = await run('greet', 'nobody', '--json');
    expect(JSON.parse(json.out)).toEqual({ error: { code: 'NotFound', message: 'There is nobody.' } });
  });

  it('keeps the stack of a bug out of stdout', async () => {
    const { code, out, err } = await run('greet', 'bug', '--json');
    expect(code).toBe(EXIT.failed);
    expect(JSON.parse(out).error.code).toBe('Internal');
    expect(err).toContain('run.test.ts');
  });

  it.each([
    [['greet'], 'missing'],
    [['greet', 'a', 'b'], 'too many'],
    [['greet', 'a', '--wrong'], 'wrong'],
    [['greet', 'a', '--times', 'x'], 'number'],
    [['greet', 'a', '--times', '1.5'], 'whole'],
    [['greet', 'a', '--times', '9'], 'between'],
    [['greet', 'a', '--how', 'shrill'], 'one of loud, low'],
    [['sing'], 'no command'],
  ])('%j is wrong usage', async (argv, says) => {
    const { code, out, err } = await run(...argv);
    expect({ code, out }).toEqual({ code: EXIT.wrongUsage, out: '' });
    expect(err).toContain(says);
    const json = await run(...argv, '--json');
    expect(JSON.parse(json.out).error.code).toBe('InvalidInput');
  });

  it('tells its commands', async () => {
    expect(await run('help')).toMatchObject({ code: EXIT.done, out: expect.stringContaining('greet NAME') });
    expect(await run('greet', '--help')).toMatchObject({
      code: EXIT.done,
      out: expect.stringContaining('Greets.'),
    });
    expect((await run()).code).toBe(EXIT.wrongUsage);
  });

  it('draws a bar that stays within its bounds', () => {
    expect(barOf(0.5, 'x')).toBe(`[${'#'.repeat(15)}${'.'.repeat(15)}]  50 % x`);
    expect(barOf(1.7, 'x')).toContain('100 %');
    expect(barOf(undefined, 'x')).toContain('[...');
  });
});
