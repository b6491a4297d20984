import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Command } from '../command.ts';
import { PurkinjeError } from '../../../domain/errors.ts';
import { siblingUrl } from '../../../jobs/sibling-url.ts';

/** The web shell is a program of its own: shells do not import one another. */
const WEB_SHELL = fileURLToPath(siblingUrl(import.meta.url, '../../web/main'));

/** Characters of the web shell's last words that are kept to say why it ended. */
const MOST_SAID = 2000;

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Serves the workstation on 127.0.0.1 until Ctrl-C, without opening a browser.',
  usage: '[--port N] [--library DIR]',
  options: { port: { type: 'string' } },
  positionals: [0, 0],
  async run(args, terminal) {
    const port = args.integer('port', { min: 0, max: 65_535 });
    const library = args.text('library');
    const argv = [
      ...(port === undefined ? [] : ['--port', String(port)]),
      ...(library === undefined ? [] : ['--library', library]),
    ];
    // With --json stdout holds one document alone: what the web shell says goes to stderr.
    const child = spawn(process.execPath, [WEB_SHELL, ...argv], {
      stdio: ['inherit', terminal.json ? process.stderr : 'inherit', 'pipe'],
    });
    let said = '';
    child.stderr?.on('data', (piece: Buffer) => {
      process.stderr.write(piece);
      said = `${said}${piece.toString()}`.slice(-MOST_SAID);
    });
    terminal.abortSignal.addEventListener('abort', () => void child.kill('SIGINT'), { once: true });
    const code = await new Promise<number | null>((done, failed) => {
      child.on('error', failed);
      child.on('close', done);
    });
    if (code !== 0 && code !== null && !terminal.abortSignal.aborted)
      throw new PurkinjeError('JobFailed', lastLineOf(said) ?? 'The web shell ended without a word.');
    return { json: { served: true }, text: '' };
  },
};

function lastLineOf(text: string): string | undefined {
  return text.trim().split('\n').at(-1) || undefined;
}
