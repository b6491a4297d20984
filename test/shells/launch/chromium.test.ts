import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const INSTALLER = resolve(import.meta.dirname, '../../e2e/install-chromium.mjs');

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'purkinje-apt-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An apt-get that writes down how it is called; `install` makes a Chromium beside it where the package is to be had. */
function standInApt(hasPackage: boolean): void {
  const makes = hasPackage ? `: > ${folder}/chromium; /bin/chmod 755 ${folder}/chromium` : ':';
  const script = `#!/bin/sh\necho "$DEBIAN_FRONTEND: $*" >> ${folder}/calls\n[ "$1" = install ] && { ${makes}; }\n`;
  writeFileSync(join(folder, 'apt-get'), script, { mode: 0o755 });
}

/** What the installer says on a machine with nothing on its PATH but `folder`. */
function install(uid: number): { answer: unknown; calls: string } {
  const file = join(folder, 'program.mjs');
  const program = [
    `process.getuid = () => ${uid};`,
    `const { installChromium } = await import(${JSON.stringify(INSTALLER)});`,
    "console.log(JSON.stringify({ answer: (await installChromium()) ?? 'installed' }));",
  ];
  writeFileSync(file, program.join('\n'));
  const env = { PATH: folder, PURKINJE_CHROMIUM: '' };
  const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8', env });
  expect(stderr).toBe('');
  const { answer } = JSON.parse(stdout.trim().split('\n').at(-1)!) as { answer: unknown };
  const log = join(folder, 'calls');
  return { answer, calls: existsSync(log) ? readFileSync(log, 'utf8') : '' };
}

describe.skipIf(process.platform !== 'linux' || !existsSync('/etc/debian_version'))(
  'a machine without Chromium',
  () => {
    it('has it installed as root', () => {
      standInApt(true);
      expect(install(0)).toEqual({
        answer: 'installed',
        calls: 'noninteractive: update -q\nnoninteractive: install -y -q --no-install-recommends chromium\n',
      });
    });

    it('is told the one command where apt-get does not bring it', () => {
      standInApt(false);
      const { answer, calls } = install(0);
      expect(calls).toContain('install -y');
      expect(answer).toContain('Install it with: sudo apt-get install chromium');
    });

    it('is told the one command where nobody is root, and nothing is called', () => {
      standInApt(true);
      const { answer, calls } = install(1000);
      expect(calls).toBe('');
      expect(answer).toMatch(
        /No Chromium was found.*\n?.*sudo apt-get install chromium[^]*PURKINJE_CHROMIUM/,
      );
    });
  },
);
