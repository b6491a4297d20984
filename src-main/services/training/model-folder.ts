import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findModel } from '../models.ts';

/**
 * The folder of a model named on the command line: a folder with a manifest, or the id (`mitbih-aami`,
 * `mitbih-aami/1.0.0`) of one of the product's.
 * @throws NotFound naming the models that there are
 */
export function modelFolder(name: string): string {
  const path = resolve(name);
  return existsSync(join(path, 'manifest.json')) ? path : findModel(name).folder;
}
