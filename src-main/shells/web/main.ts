import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { isPurkinjeError } from '../../domain/errors.ts';
import { isHeldByWindow, openWorkstation } from '../../services/open-workstation.ts';
import { prepareLibrary } from '../../services/prepare-library.ts';
import { reportText } from '../../services/study-report.ts';
import { defaultLibraryFolder } from '../../services/system/library-folder.ts';
import { joinHolder } from '../../services/system/presence.ts';
import type { Workstation } from '../../services/workstation.ts';
import { hasDisplay, openBrowser } from './open-browser.ts';
import { requirePort } from './server.ts';
import { openWebShell, type Entry } from './web-shell.ts';

/** The web shell as a program: opens (or joins) the library, makes the demonstration study at first, serves. */
const { values } = parseArgs({
  options: {
    library: { type: 'string' },
    port: { type: 'string' },
    /** Open the default browser where there is a display. */
    open: { type: 'boolean' },
    /** Leave a new library empty. */
    empty: { type: 'boolean' },
    /** Seconds to wait for a library that is held by something that can't be joined (yet). */
    patience: { type: 'string' },
  },
});
const folder = resolve(values.library ?? defaultLibraryFolder());
/** A first start takes about this long on a slow machine. */
const USUAL_PATIENCE_SECONDS = 60;
const LOOK_AGAIN_MS = 500;
const patience = Number(values.patience ?? USUAL_PATIENCE_SECONDS);
const port = values.port === undefined ? undefined : Number(values.port);

function show(link: string): void {
  const opens = values.open === true && hasDisplay();
  console.log(`Purkinje is at ${link}`);
  if (opens) openBrowser(link);
  else console.log('Open this address in a browser on this machine. It lets one browser in, once.');
}

/** The library, or undefined after joining the start that holds it. @throws as openWorkstation */
async function openOrJoin(): Promise<Workstation | undefined> {
  const until = performance.now() + patience * 1000;
  for (let told = false; ; await setTimeout(LOOK_AGAIN_MS)) {
    try {
      return openWorkstation(folder, { shell: 'web', create: true });
    } catch (error) {
      if (!isPurkinjeError(error) || error.code !== 'LibraryInUse') throw error;
      if (await joined()) return undefined;
      if (isHeldByWindow(error) || performance.now() >= until) throw error;
      if (!told) console.log(`${error.message} Waiting up to ${patience} s for it ...`);
      told = true;
    }
  }
}

/** A start that still makes the library, or a command, holds it without answering yet. */
async function joined(): Promise<boolean> {
  const holder = await joinHolder(folder);
  if (holder === undefined) return false;
  console.log(`The library ${folder} is open already: joining it at ${holder.address}.`);
  if (port !== undefined) console.log(`--port ${port} has no effect then.`);
  show(holder.link);
  return true;
}

/** The answer that a library is to be left for another is on its way to the page for less than this. */
const ANSWER_MS = 250;

interface Ending {
  readonly abortSignal: AbortSignal;
  readonly asked: Promise<undefined>;
}

/** Ctrl-C and its like, from here on. */
function listenForEnd(): Ending {
  const stop = new AbortController();
  const asked = new Promise<undefined>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        stop.abort();
        done(undefined);
      });
  });
  return { abortSignal: stop.signal, asked };
}

interface Next {
  /** Library that was asked for in the window. */
  readonly folder: string;
  readonly from: string;
  readonly entry: Entry;
}

/** @param kept of the library that was served before this one @returns what to serve next; undefined at the end */
async function serve(workstation: Workstation, ending: Ending, kept?: Entry): Promise<Next | undefined> {
  const { library, leaving } = workstation;
  try {
    if (!kept) await prepare(workstation, ending.abortSignal);
    const shell = await openWebShell(workstation, port, kept);
    if (kept) console.log(`The library ${library.path} is open at the same address.`);
    else show(shell.link());
    console.log('Ctrl-C ends it.');
    const folder = await Promise.race([ending.asked, leaving.folder]);
    if (folder !== undefined) await setTimeout(ANSWER_MS);
    await shell.close();
    return folder === undefined ? undefined : { folder, from: library.path, entry: shell.entry };
  } finally {
    await workstation.close();
  }
}

async function prepare(workstation: Workstation, abortSignal: AbortSignal): Promise<void> {
  if (port !== undefined) await requirePort(port);
  if (values.empty === true) return;
  const study = await prepareLibrary(workstation, abortSignal, (line) => console.log(line));
  if (study) console.log(reportText(study));
}

/** The library that was asked for; the one before where that cannot be opened. */
function openNext({ folder, from }: Next): Workstation {
  try {
    return openWorkstation(folder, { shell: 'web' });
  } catch (error) {
    if (!isPurkinjeError(error)) throw error;
    console.error(`${error.message} The library ${from} is opened again.`);
    return openWorkstation(from, { shell: 'web' });
  }
}

try {
  const workstation = await openOrJoin();
  const ending = workstation && listenForEnd();
  let next = ending && (await serve(workstation, ending));
  while (next) next = await serve(openNext(next), ending!, next.entry);
} catch (error) {
  if (!isPurkinjeError(error)) throw error;
  if (error.code !== 'Cancelled') console.error(error.message);
  process.exitCode = error.code === 'Cancelled' ? 130 : 1;
}
