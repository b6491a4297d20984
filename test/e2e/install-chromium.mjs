// Chromium for the end-to-end tests: found on the system; as root on Debian the package is installed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from '../../src-main/services/system/browsers.ts';

const ONE_COMMAND = {
  linux: "sudo apt-get install chromium   (or your distribution's package of Chromium)",
  darwin: 'brew install --cask chromium',
  win32: 'winget install Google.Chrome',
};

/** @returns undefined once there is a Chromium, else what to do */
export async function installChromium() {
  if (findChromium() !== undefined) return undefined;
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    console.log('Installing the package chromium (apt-get) ...');
    const apt = (...args) =>
      spawnSync('apt-get', args, {
        stdio: ['ignore', 2, 2],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
    apt('update', '-q');
    apt('install', '-y', '-q', '--no-install-recommends', 'chromium');
    if (findChromium() !== undefined) return undefined;
  }
  const command = ONE_COMMAND[process.platform] ?? ONE_COMMAND.linux;
  return `No Chromium was found for the end-to-end tests. Install it with: ${command}\nOr name one in PURKINJE_CHROMIUM.`;
}
