/** What lies in `models/`: each is what its manifest says, and tells what a reader must know of it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openClassifier } from '../../src-main/inference/classify.ts';
import { listModels } from '../../src-main/services/models.ts';

interface Manifest {
  readonly classes: readonly string[];
  readonly channels: readonly string[];
  readonly preprocess: object;
  readonly sha256: string;
  readonly training: { readonly command: string; readonly data: readonly object[] };
  readonly metrics: Readonly<Record<string, unknown>>;
}

describe.each(listModels().map(({ id, version, folder }) => [`${id} ${version}`, folder] as const))(
  '%s',
  (_, folder) => {
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
    const card = readFileSync(join(folder, 'card.md'), 'utf8');

    it('is the file that its manifest names by hash, and can be asked', async () => {
      const hash = createHash('sha256')
        .update(readFileSync(join(folder, 'model.onnx')))
        .digest('hex');
      expect(manifest.sha256).toBe(hash);
      const classifier = await openClassifier(folder);
      expect(classifier.model.manifest.classes).toEqual(manifest.classes);
      await classifier.close();
    });

    it('tells classes, channels by name, preprocessing, data and the exact command', () => {
      expect(manifest.classes.length).toBeGreaterThan(1);
      expect(manifest.channels).toContain('II');
      expect(Object.keys(manifest.preprocess)).toContain('samplingFrequency');
      expect(manifest.training.command).toMatch(/^npm run -s cli -- train --data /);
      expect(manifest.training.data.length).toBeGreaterThan(0);
      for (const source of manifest.training.data)
        expect(JSON.stringify(source)).toMatch(/sha256|[0-9a-f]{64}/);
    });

    it('was scored on subjects that it was never trained on', () => {
      expect(manifest.metrics).toMatchObject({ accuracy: expect.any(Number), macroF1: expect.any(Number) });
      expect(card).toMatch(/never trained on|left out|leave/i);
    });

    it('has a card: intended use, data, figures, limits', () => {
      for (const title of ['Intended use', 'Data', 'Figures', 'Limits'])
        expect(card).toMatch(new RegExp(`^## ${title}`, 'm'));
      expect(card).toContain('Not a medical device');
    });
  },
);
