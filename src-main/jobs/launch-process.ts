import { fork } from 'node:child_process';
import type { Serializable } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { siblingUrl } from './sibling-url.ts';
import type { HostMessage, ProcessMessage } from './job-messages.ts';

/** A process of ours that runs, as who started it sees it: what it is told, and what it tells. */
export interface LaunchedProcess<Told, Tells> {
  readonly pid: number | undefined;
  send(message: Told): void;
  onMessage(listener: (message: Tells) => void): void;
  /** `how` says how it ended, for people: `exit code 1`, `signal SIGKILL`. Called once. */
  onExit(listener: (how: string) => void): void;
  kill(): void;
}

export type JobProcess = LaunchedProcess<HostMessage, ProcessMessage>;

/**
 * Starts the process whose program is `entry`, which talks by `process-port.ts`. Electron's shell has one that makes a
 * utility process.
 */
export type ProcessLauncher = <Told, Tells>(entry: string) => LaunchedProcess<Told, Tells>;

/** The program of a job's process. */
export const JOB_PROCESS_ENTRY = fileURLToPath(siblingUrl(import.meta.url, 'job-process'));

/**
 * Threads for the files of a job's process. An import writes two files, each by one write that the disk has and one that waits for
 * it, and reads in between; the usual four threads would all wait for the disk.
 */
const FILE_THREADS = { UV_THREADPOOL_SIZE: '8' };

/**
 * A terminal's Ctrl-C ends every process of its group at once: a job is cancelled by whoever started it instead, and takes away
 * what it has begun. It ends with them, however they end.
 */
const OWN_GROUP = { detached: process.platform !== 'win32' };

/** Kept of what a dying process wrote, to say why. */
const LAST_WORDS = 2000;

/** A Node child process. Its standard output is not the shell's: a command line prints one JSON document there. */
export const launchChildProcess: ProcessLauncher = <Told, Tells>(
  entry: string,
): LaunchedProcess<Told, Tells> => {
  const env = { ...FILE_THREADS, ...process.env };
  const child = fork(entry, [], {
    env,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    ...OWN_GROUP,
  });
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-LAST_WORDS);
  });
  return {
    pid: child.pid,
    send: (message) => {
      if (child.connected) child.send(message as Serializable);
    },
    onMessage: (listener) => child.on('message', (message) => listener(message as Tells)),
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
