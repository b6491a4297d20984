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
import { openWebShell } from './web-shell.ts';

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

async function serve(workstation: Workstation): Promise<void> {
  const stop = new AbortController();
  const stopped = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        stop.abort();
        done();
      });
  });
  try {
    if (port !== undefined) await requirePort(port);
    if (values.empty !== true) {
      const study = await prepareLibrary(workstation, stop.signal, (line) => console.log(line));
      if (study) console.log(reportText(study));
    }
    const shell = await openWebShell(workstation, port);
    show(shell.link());
    console.log('Ctrl-C ends it.');
    await stopped;
    await shell.close();
  } finally {
    await workstation.close();
  }
}

try {
  const workstation = await openOrJoin();
  if (workstation) await serve(workstation);
} catch (error) {
  if (!isPurkinjeError(error)) throw error;
  if (error.code !== 'Cancelled') console.error(error.message);
  process.exitCode = error.code === 'Cancelled' ? 130 : 1;
}
