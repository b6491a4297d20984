// `npm start`: installs what is missing, builds if stale, then opens the workstation in Electron or the browser.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { findElectron, hasDisplay } from './electron.mjs';
import { ensureInstalled, ROOT, runAndExit, runNode } from './install.mjs';

const USAGE = 'npm start -- [--web | --electron] [--library DIR] [--port N]';

function options() {
  try {
    const { values } = parseArgs({
      options: {
        web: { type: 'boolean' },
        electron: { type: 'boolean' },
        library: { type: 'string' },
        port: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.web && values.electron) throw new Error('--web and --electron exclude each other.');
    if (values.port !== undefined && !isPort(values.port))
      throw new Error(`--port takes a number from 0 to 65535, not ${values.port}.`);
    return values;
  } catch (error) {
    console.error(`${error.message}\nUsage: ${USAGE}`);
    process.exit(2);
  }
}

const isPort = (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535;

/** The Electron binary to use, or undefined for the web shell; says why where Electron was wanted. */
async function chooseElectron({ web, electron, port }) {
  if (web) return undefined;
  if (!hasDisplay()) {
    if (!electron) return undefined;
    console.error(
      'Electron needs a display (DISPLAY and WAYLAND_DISPLAY are not set). Start with --web, or under xvfb-run.',
    );
    process.exit(1);
  }
  if (port !== undefined && !electron) return undefined;
  const binary = await findElectron(electron === true);
  if (binary === undefined && electron) process.exit(1);
  if (binary === undefined) console.error('Opening in the browser instead.');
  return binary;
}

const chosen = options();
if (chosen.help) {
  console.log(USAGE);
  process.exit(0);
}
ensureInstalled();
ensureBuilt('renderer');
const passed = ['library', 'port'].flatMap((name) =>
  chosen[name] === undefined ? [] : [`--${name}`, chosen[name]],
);
const electron = await chooseElectron(chosen);
if (electron === undefined)
  await runAndExit([join(ROOT, 'src-main/shells/web/main.ts'), '--open', ...passed]);

ensureBuilt('main');
const library = chosen.library === undefined ? [] : ['--library', chosen.library];
const prepared = await runNode([join(ROOT, 'src-main/shells/cli/main.ts'), 'prepare', ...library]);
if (prepared !== 0) process.exit(prepared);
// Chromium's sandbox refuses to run as root; whoever starts it as root (a container) has chosen to be without.
const asRoot = process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : [];
await runAndExit([...asRoot, join(ROOT, 'dist/main/shells/electron/main.js'), ...library], {
  command: electron,
});
