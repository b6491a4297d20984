import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../src-main/domain/annotation.ts';
import {
  completeAnnotationSet,
  deleteAnnotationSet,
  findAnnotationSet,
  insertAnnotationSet,
  listAnnotationSets,
} from '../../src-main/store/annotation-sets.ts';
import {
  countAnnotations,
  countByMark,
  insertAnnotations,
  readAnnotations,
  readColumns,
} from '../../src-main/store/annotations.ts';
import type { LibraryDatabase } from '../../src-main/store/database.ts';
import { openLibrary } from '../../src-main/store/library.ts';
import {
  findModelVersionById,
  findOrInsertModelVersion,
  listModelVersions,
  setModelState,
} from '../../src-main/store/model-versions.ts';
import { listTrail } from '../../src-main/store/trail.ts';
import { appendPredictions, beginPredictions, countPredictions } from '../../src-main/store/predictions.ts';
import { readPredictions } from '../../src-main/store/predictions.ts';
import { insertJob } from '../../src-main/store/jobs.ts';
import { insertStudyWithRecord, temporaryLibrary } from './temporary-library.ts';

const BEATS: Annotation[] = [
  { sampleIndex: 100, symbol: '+', aux: '(AVNRT' },
  { sampleIndex: 120, symbol: 'X', aux: 'AVNRT', channel: 1 },
  { sampleIndex: 400, symbol: 'V', subtype: -1, number: 3 },
  { sampleIndex: 400, symbol: '"', aux: 'späte Kopplung — 晚' },
  { sampleIndex: 900, symbol: 'N' },
];

function setOf(database: LibraryDatabase, recordId: number): number {
  const setId = insertAnnotationSet(database, {
    recordId,
    name: 'mine',
    origin: 'human',
    author: 'a reader',
  });
  insertAnnotations(database, setId, BEATS, 'blind');
  return setId;
}

describe('annotations', () => {
  it('come back in time order, as columns and as objects', () => {
    const library = temporaryLibrary();
    const setId = setOf(library.database, insertStudyWithRecord(library));
    const columns = readColumns(library.database, setId);
    expect([...columns.sampleIndex]).toEqual([100, 120, 400, 400, 900]);
    expect(columns.symbol).toEqual(['+', 'X', 'V', '"', 'N']);
    expect(columns.aux).toEqual(['(AVNRT', 'AVNRT', undefined, 'späte Kopplung — 晚', undefined]);
    expect([...columns.subtype]).toEqual([0, 0, -1, 0, 0]);
    expect([...columns.channel]).toEqual([0, 1, 0, 0, 0]);
    expect([...columns.number]).toEqual([0, 0, 3, 0, 0]);
    expect(new Set(columns.provenance)).toEqual(new Set(['blind']));
    expect(new Set(columns.id).size).toBe(5);
    expect(readAnnotations(library.database, setId, 400, 900)).toEqual([
      {
        id: columns.id[2],
        sampleIndex: 400,
        symbol: 'V',
        aux: undefined,
        subtype: -1,
        channel: 0,
        number: 3,
        provenance: 'blind',
      },
      expect.objectContaining({ symbol: '"' }),
    ]);
  });

  it('are counted by what they mark', () => {
    const library = temporaryLibrary();
    const setId = setOf(library.database, insertStudyWithRecord(library));
    insertAnnotations(library.database, setId, [{ sampleIndex: 950, symbol: 'N' }], 'blind');
    expect(countAnnotations(library.database, setId)).toBe(6);
    expect(countByMark(library.database, setId)[0]).toEqual({ symbol: 'N', aux: undefined, count: 2 });
  });

  it('of a set that a job still writes are not seen, and swept when no job will go on', () => {
    const library = temporaryLibrary();
    const { database, path } = library;
    const recordId = insertStudyWithRecord(library);
    const jobId = insertJob(database, 'classify', {});
    const set = { recordId, name: 'm', origin: 'machine', author: 'm 1' } as const;
    const alive = insertAnnotationSet(database, { ...set, pendingFor: { jobId } });
    const dead = insertAnnotationSet(database, { ...set, pendingFor: {} });
    expect(listAnnotationSets(database, recordId)).toEqual([]);
    library.close();
    const again = openLibrary(path);
    const left = again.database.prepare('SELECT id FROM annotation_set').pluck().all();
    expect(left).toEqual([alive]);
    expect(left).not.toContain(dead);
    completeAnnotationSet(again.database, alive, { without: ['CS90'] });
    expect(findAnnotationSet(again.database, alive)?.details).toEqual({ without: ['CS90'] });
    again.close();
  });

  it('go with their set', () => {
    const library = temporaryLibrary();
    const setId = setOf(library.database, insertStudyWithRecord(library));
    const many = Array.from({ length: 12_345 }, (_, i) => ({ sampleIndex: i, symbol: 'N' }));
    insertAnnotations(library.database, setId, many, 'machine');
    deleteAnnotationSet(library.database, setId);
    expect(findAnnotationSet(library.database, setId)).toBeUndefined();
    expect(countAnnotations(library.database, setId)).toBe(0);
  });
});

describe('predictions', () => {
  it('are appended in parts and read by window', () => {
    const library = temporaryLibrary();
    const { database } = library;
    const recordId = insertStudyWithRecord(library);
    const manifest = { classes: ['N', 'PVC'] };
    const model = { model: 'beats', version: '1', sha256: 'x', manifest, state: 'candidate' } as const;
    const modelVersionId = findOrInsertModelVersion(database, model);
    expect(findOrInsertModelVersion(database, model)).toBe(modelVersionId);
    expect(findModelVersionById(database, modelVersionId)).toMatchObject(model);
    setModelState(database, modelVersionId, 'approved', 'a reader', 'better on the hold-out');
    expect(listModelVersions(database).map(({ state }) => state)).toEqual(['approved']);
    expect(listTrail(database).at(-1)).toMatchObject({
      object: 'model beats 1',
      old: 'candidate',
      new: 'approved',
    });
    expect(() => setModelState(database, 99, 'retired', 'a reader')).toThrow('no model version 99');
    const setId = insertAnnotationSet(database, {
      recordId,
      name: 'beats 1',
      origin: 'machine',
      author: 'beats 1',
      modelVersionId,
    });
    expect(readPredictions(database, setId)).toBeUndefined();
    beginPredictions(database, setId, ['N', 'PVC']);
    for (const first of [100, 400]) {
      const sampleIndex = Int32Array.of(first, first + 100, first + 200);
      appendPredictions(database, setId, {
        sampleIndex,
        classIndex: Int16Array.of(0, 1, 0),
        probabilities: Float32Array.from([0.75, 0.25, 0.5, 0.5, first, 0]),
        margin: Float32Array.of(0.5, 0, 1),
        entropy: Float32Array.of(0.5, 1, 0),
        abstained: Uint8Array.of(0, 1, 0),
        outOfDistribution: Float32Array.of(1, 2, 3),
        iegmWeight: Float32Array.of(0.25, 0.5, 0.75),
      });
    }
    expect(countPredictions(database, setId)).toBe(6);
    const window = readPredictions(database, setId, 200, 500)!;
    expect(window.classes).toEqual(['N', 'PVC']);
    expect([...window.sampleIndex]).toEqual([200, 300, 400]);
    expect([...window.probabilities]).toEqual([0.5, 0.5, 100, 0, 0.75, 0.25]);
    expect([...window.abstained]).toEqual([1, 0, 0]);
    expect([...window.iegmWeight]).toEqual([0.5, 0.75, 0.25]);
    expect([...readPredictions(database, setId, 5000)!.sampleIndex]).toEqual([]);
    expect(() => appendPredictions(database, setId, { ...window, margin: new Float32Array(1) })).toThrow(
      'margin has 1 values, not 3',
    );
  });
});
