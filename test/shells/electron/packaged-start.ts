/**
 * Starts the Electron program of a package with the stand-in for `electron`, in a process of its own: asks for the window, all
 * that it names and the api, prints what came, and ends.
 * `node packaged-start.ts MAIN LIBRARY USER-DATA`
 */
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { StandIn, StandInWindow } from './stand-in.ts';

const [main, library, userData] = process.argv.slice(2);
const standIn = new StandIn();
standIn.app.paths.set('userData', userData);
Object.assign(globalThis, { standInElectron: standIn.asElectron() });
process.argv.splice(1, Infinity, main, '--library', library);
await import(pathToFileURL(main).href);

while (standIn.handler === undefined && standIn.errors.length === 0) await setTimeout(20);
const ask = (path: string): Promise<Response> => standIn.handler!(new Request(`purkinje://app${path}`));
const page = await (await ask('/')).text();
const named = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(
  ([, path]) => new URL(path, 'file:///').pathname,
);
const answers: [string, number][] = [];
for (const path of named) answers.push([path, (await ask(path)).status]);
const { studies } = (await (await ask('/api/studies')).json()) as { studies: unknown[] };
const models = (await (await ask('/api/models')).json()) as { models: unknown[] };
const [window] = standIn.windows as StandInWindow[];
const { preload } = window.options.webPreferences as { preload: string };
console.log(
  JSON.stringify({
    ...{ answers, errors: standIn.errors, studies: studies.length, models: models.models.length },
    preload: existsSync(preload),
  }),
);
standIn.app.quit();
while (standIn.quits === 0) await setTimeout(20);
process.exit();
