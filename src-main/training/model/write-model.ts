import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelManifest } from '../../dsp/preprocess/model-manifest.ts';
import { manifestFaults } from '../../dsp/preprocess/model-manifest.ts';

/**
 * Writes `<models>/<id>/<version>/{model.onnx, manifest.json, card.md}`: into a folder beside, then renamed, so that no
 * half model can be met. What was there is replaced.
 * @returns the folder
 */
export function writeModel(
  models: string,
  manifest: Omit<ModelManifest, 'sha256'>,
  file: Uint8Array,
  card: string,
): string {
  const whole: ModelManifest = { ...manifest, sha256: createHash('sha256').update(file).digest('hex') };
  const faults = manifestFaults(whole);
  if (faults.length > 0) throw new Error(`the manifest is not sound: ${faults.join('; ')}`);
  const folder = join(models, manifest.id, manifest.version);
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  writeFileSync(join(part, 'model.onnx'), file);
  writeFileSync(join(part, 'manifest.json'), `${JSON.stringify(whole, undefined, 1)}\n`);
  writeFileSync(join(part, 'card.md'), card);
  rmSync(folder, { recursive: true, force: true });
  renameSync(part, folder);
  return folder;
}
