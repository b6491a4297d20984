import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { siblingUrl } from './sibling-url.ts';
import type { HostMessage, ProcessMessage } from './job-messages.ts';

/** A running job process, as the host sees it. */
export interface JobProcess {
  readonly pid: number | undefined;
  send(message: HostMessage): void;
  onMessage(listener: (message: ProcessMessage) => void): void;
  /** `how` says how it ended, for people: `exit code 1`, `signal SIGKILL`. Called once. */
  onExit(listener: (how: string) => void): void;
  kill(): void;
}

/** Starts the process whose program is `entry`. Electron's shell has one that makes a utility process. */
export type ProcessLauncher = (entry: string) => JobProcess;

/** The program of a job's process. */
export const JOB_PROCESS_ENTRY = fileURLToPath(siblingUrl(import.meta.url, 'job-process'));

/** Kept of what a dying process wrote, to say why. */
const LAST_WORDS = 2000;

/** A Node child process. Its standard output is not the shell's: a command line prints one JSON document there. */
export const launchChildProcess: ProcessLauncher = (entry) => {
  const child = fork(entry, [], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-LAST_WORDS);
  });
  return {
    pid: child.pid,
    send: (message) => {
      if (child.connected) child.send(message);
    },
    onMessage: (listener) => child.on('message', (message) => listener(message as ProcessMessage)),
    onExit: (listener) => {
      let told = false;
      const tell = (how: string): void => {
        if (!told) listener(words === '' ? how : `${how}: ${words.trim()}`);
        told = true;
      };
      child.on('error', (error) => tell(error.message));
      child.on('close', (code, signal) => tell(signal ? `signal ${signal}` : `exit code ${code}`));
    },
    kill: () => child.kill('SIGKILL'),
  };
};
