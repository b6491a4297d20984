import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PurkinjeError } from '../domain/errors.ts';
import type { ModelManifest } from '../dsp/preprocess/model-manifest.ts';
import { manifestFaults } from '../dsp/preprocess/model-manifest.ts';

export interface LoadedModel {
  readonly manifest: ModelManifest;
  /** The bytes of `model.onnx`, whose SHA-256 is the manifest's. */
  readonly file: Uint8Array;
  readonly folder: string;
}

function unreadable(path: string, why: string, cause?: unknown): never {
  const message = `The model in ${path} cannot be used: ${why}. Install it again or choose another model.`;
  throw new PurkinjeError('ModelUnreadable', message, { file: path }, { cause });
}

function readManifest(folder: string): ModelManifest {
  const path = join(folder, 'manifest.json');
  if (!existsSync(path)) unreadable(folder, 'there is no manifest.json');
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    unreadable(path, 'manifest.json is no JSON', cause);
  }
  const faults = manifestFaults(value);
  if (faults.length > 0) unreadable(path, faults.join('; '));
  return value as ModelManifest;
}

/**
 * Reads `models/<id>/<version>`, and holds the file against the manifest's SHA-256.
 * @throws ModelUnreadable naming the folder and what is wrong
 */
export function loadModel(folder: string): LoadedModel {
  const manifest = readManifest(folder);
  const path = join(folder, 'model.onnx');
  if (!existsSync(path)) unreadable(folder, 'there is no model.onnx');
  const file = readFileSync(path);
  const sha256 = createHash('sha256').update(file).digest('hex');
  if (sha256 !== manifest.sha256)
    unreadable(path, 'its SHA-256 is not the one in the manifest (damaged or exchanged)');
  return { manifest, file, folder };
}
