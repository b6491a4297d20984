// `npm run cli -- COMMAND`: installs what is missing, then runs the command line on the installed Node.
import { join } from 'node:path';
import { ensureInstalled, ROOT, runAndExit } from './install.mjs';

ensureInstalled();
await runAndExit([join(ROOT, 'src-main/shells/cli/main.ts'), ...process.argv.slice(2)]);
