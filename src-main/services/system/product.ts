import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that holds package.json, from the sources as well as from dist/main or a packaged app. */
export function productRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error('package.json is missing above the program.');
    folder = above;
  }
  return folder;
}

export function productVersion(): string {
  const { version } = JSON.parse(readFileSync(join(productRoot(), 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

/** Where the built window lies. */
export function rendererFolder(): string {
  return join(productRoot(), 'dist', 'renderer');
}
