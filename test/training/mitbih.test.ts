import { describe, expect, test } from 'vitest';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel } from '../../src-main/inference/load-model.ts';
import { productRoot } from '../../src-main/services/system/product.ts';
import { evaluate } from '../../src-main/services/training/evaluate.ts';
import { loadRequested } from '../../src-main/services/training/data-request.ts';
import { modelFolder } from '../../src-main/services/training/model-folder.ts';
import { MITBIH_DS1, PRESETS } from '../../src-main/services/training/presets.ts';
import { recordings } from '../recordings.ts';

const mitdb = recordings('mitdb');
const hasModel = existsSync(join(productRoot(), 'models', PRESETS.mitbih.model));

describe.skipIf(!mitdb)('mitdb, AAMI classes', () => {
  test('a record outside DS1 is never trained on, a paced one never scored', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mitdb-'));
    const data = join(folder, 'data');
    mkdirSync(data);
    // `100` is a record of DS2 by name only: what must not be trained on is decided before any of it is read.
    for (const [from, to] of [
      ['101', '101'],
      ['102', '102'],
      ['106', '100'],
    ])
      for (const suffix of ['hea', 'dat', 'atr'])
        copyFileSync(join(mitdb!, `${from}.${suffix}`), join(data, `${to}.${suffix}`));
    const { sources, set } = await loadRequested({
      preset: 'mitbih',
      paths: [data],
      cache: join(folder, 'cache'),
    });
    rmSync(folder, { recursive: true });
    expect(sources[0].records).toEqual(['101']);
    expect(sources[0].leftOut.map(({ record }) => record).sort()).toEqual(['100', '102']);
    expect(set.infos.every(({ record }) => MITBIH_DS1.includes(record))).toBe(true);
    expect(set.infos).toHaveLength(1865);
  });

  test.skipIf(!hasModel)('the bundled model scores a folder of records, by class', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mitdb-'));
    for (const suffix of ['hea', 'dat', 'atr'])
      copyFileSync(join(mitdb!, `119.${suffix}`), join(folder, `119.${suffix}`));
    const { leaveOutWith, dropBadSignal, model } = PRESETS.mitbih;
    const result = await evaluate({
      model: modelFolder(model),
      path: folder,
      leaveOutWith,
      dropBadSignal,
      cache: join(folder, 'cache'),
    });
    rmSync(folder, { recursive: true });
    const [{ scores }] = result.outputs;
    expect(scores.classes.map(({ name }) => name)).toEqual(['N', 'S', 'V', 'F', 'Q']);
    expect(scores.examples).toBe(1987);
    // What the model is made of shares evidence by families; a model without is an older one.
    expect(loadModel(modelFolder(model)).manifest.families).toEqual(PRESETS.mitbih.families);
    // 119 was trained on: this says that cutting and model fit together, nothing about new patients.
    expect(scores.classes[2].f1).toBeGreaterThan(0.95);
  });
});
