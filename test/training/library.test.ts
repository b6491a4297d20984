import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isBeat } from '../../src-main/domain/annotation.ts';
import { dataManifest, loadRequested } from '../../src-main/services/training/data-request.ts';
import { trainingSetOf } from '../../src-main/services/training/library-source.ts';
import { insertAnnotationSet, listAnnotationSets } from '../../src-main/store/annotation-sets.ts';
import { insertAnnotations } from '../../src-main/store/annotations.ts';
import { insertSignOff } from '../../src-main/store/sign-offs.ts';
import { openApiFixture, importStudy, shortStudy, type ApiFixture } from '../api/library-fixture.ts';

const study = shortStudy();
const beats = study.annotations.filter(isBeat);
const cache = mkdtempSync(join(tmpdir(), 'library-training-'));
let fixture: ApiFixture;
let recordId: number;
/** The library is open in the workstation all the while: what is trained on joins it. */
beforeAll(async () => {
  fixture = openApiFixture();
  recordId = await importStudy(fixture, study);
});
afterAll(async () => {
  await fixture.close();
  rmSync(cache, { recursive: true });
});

const database = () => fixture.workstation.library.database;
const load = () =>
  loadRequested({
    preset: 'study',
    paths: [],
    libraries: [fixture.workstation.library.path],
    cache,
  });

function addSet(name: string, origin: 'human' | 'machine', symbols: readonly string[]): number {
  const id = insertAnnotationSet(database(), { recordId, name, origin, author: 'tester' });
  const marks = symbols.map((symbol, k) => ({ sampleIndex: beats[k].sampleIndex, symbol }));
  insertAnnotations(database(), id, marks, 'blind');
  return id;
}

describe('the labels of a library as training data', () => {
  test('what came with the recording is used where nobody labelled it anew, never a model\u2019s answers', async () => {
    addSet('machine', 'machine', [...beats, ...beats].map(() => 'V').slice(0, beats.length));
    const used = trainingSetOf(database(), recordId)!;
    expect(used.importedAs).toBe('atr');
    const data = await load();
    expect(data.set.infos.length).toBeGreaterThan(0.9 * beats.length);
    expect(new Set(data.set.infos.map(({ subject }) => subject)).size).toBe(1);
    expect(dataManifest(data)[0].records).toHaveLength(1);
    expect(data.sources[0].title).toBe('library');
  });

  test('a set that was only begun does not replace a full one; a signature decides; other labels are other examples', async () => {
    const before = await load();
    const begun = addSet('begun', 'human', ['V', 'V']);
    expect(trainingSetOf(database(), recordId)!.id).not.toBe(begun);
    insertSignOff(database(), { setId: begun, who: 'a', role: 'reader', reason: 'done', labels: 'x' });
    expect(trainingSetOf(database(), recordId)!.id).toBe(begun);
    const after = await load();
    const classes = after.set.grouping.outputs[0].classes.map(({ name }) => name);
    expect(after.set.infos.map(({ labels }) => classes[labels[0]])).toEqual(['ventricular', 'ventricular']);
    expect(after.sha256).not.toBe(before.sha256);
    expect(listAnnotationSets(database(), recordId)).toHaveLength(3);
  });

  test('a library with nothing in it says so', async () => {
    const empty = openApiFixture();
    const { path } = empty.workstation.library;
    await expect(loadRequested({ preset: 'study', paths: [], libraries: [path], cache })).rejects.toThrow(
      /holds no record/,
    );
    await empty.close();
  });
});
