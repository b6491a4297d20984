import { describe, expect, it } from 'vitest';
import { insertAnnotationSet } from '../../src-main/store/annotation-sets.ts';
import { appendEmbeddings, readEmbeddings } from '../../src-main/store/embeddings.ts';
import { appendPredictions, beginPredictions, clearPredictions } from '../../src-main/store/predictions.ts';
import { insertStudyWithRecord, temporaryLibrary } from './temporary-library.ts';

describe('embeddings', () => {
  it('stand beside their predictions, chunk after chunk, and go with them', () => {
    const library = temporaryLibrary();
    const { database } = library;
    const recordId = insertStudyWithRecord(library);
    const set = { recordId, name: 'm', origin: 'machine', author: 'm' } as const;
    const setId = insertAnnotationSet(database, set);
    beginPredictions(database, setId, ['N']);
    const append = (position: number, at: readonly number[], values: readonly number[]): void => {
      const column = Float32Array.from(at, () => 0.5);
      appendPredictions(database, setId, {
        sampleIndex: Int32Array.from(at),
        classIndex: new Int16Array(at.length),
        probabilities: Float32Array.from(at, () => 1),
        margin: column,
        entropy: column,
        abstained: new Uint8Array(at.length),
        outOfDistribution: column,
        iegmWeight: column,
      });
      appendEmbeddings(database, setId, position, Int8Array.from(values), 2);
    };
    expect(readEmbeddings(database, setId)).toBeUndefined();
    append(0, [10, 20], [127, -3, 0, 127]);
    append(2, [30], [-128, 5]);
    const kept = readEmbeddings(database, setId)!;
    expect(kept.width).toBe(2);
    expect([...kept.sampleIndex]).toEqual([10, 20, 30]);
    expect([...kept.values]).toEqual([127, -3, 0, 127, -128, 5]);
    clearPredictions(database, setId);
    expect(readEmbeddings(database, setId)).toBeUndefined();
  });
});
