import { describe, expect, it } from 'vitest';
import type { PredictionColumns } from '../../src-main/api/contract/annotations.ts';
import { matchBeats } from '../../src-main/domain/match-beats.ts';
import { disagreementsOf } from '../../src-renderer/beats/disagreements.ts';
import {
  ABSTAINED,
  applyEditResult,
  beatsOf,
  classAt,
  doubtText,
  firstFrom,
  LOW_CONFIDENCE,
  nearestTo,
  predictionsOf,
  rhythmOf,
  rowsOf,
  type AnnotationRow,
} from '../../src-renderer/beats/beat-series.ts';
import { rrHistogram } from '../../src-renderer/beats/rr-histogram.ts';
import { keyOfRow, rowOfKey, uniteBeats } from '../../src-renderer/beats/beat-union.ts';

const row = (id: number, sampleIndex: number, symbol = 'N', aux = ''): AnnotationRow => ({
  id,
  sampleIndex,
  symbol,
  aux,
  provenance: 'imported',
});
const series = (...at: number[]) => beatsOf(at.map((sampleIndex, k) => row(k + 1, sampleIndex)));

describe('beat series', () => {
  it('keeps beats, leaves rhythm marks and notes out, and tells AVNRT from AVRT by aux', () => {
    const beats = beatsOf([
      row(1, 10),
      row(2, 12, '+', '(AVNRT'),
      row(3, 20, 'X', 'AVNRT'),
      row(4, 30, 'X', 'AVRT'),
      row(5, 31, '"', 'drug'),
    ]);
    expect(beats.count).toBe(3);
    expect([0, 1, 2].map((k) => classAt(beats, k).code)).toEqual(['N', 'NRT', 'VRT']);
  });

  it('finds by time', () => {
    const beats = series(100, 200, 300);
    expect([0, 100, 101, 300, 301].map((at) => firstFrom(beats, at))).toEqual([0, 0, 1, 2, 3]);
    expect([0, 149, 151, 999].map((at) => nearestTo(beats, at))).toEqual([0, 0, 1, 2]);
    expect(nearestTo(series(), 5)).toBe(-1);
  });

  it('reads columns of the api', () => {
    const rows = rowsOf({
      setId: 1,
      revision: 1,
      id: [7, 9],
      sampleIndex: [5, 8],
      mark: [1, 0],
      marks: [
        { symbol: 'V', aux: '' },
        { symbol: 'X', aux: 'AVNRT' },
      ],
      provenance: [0, 0],
      provenances: ['imported'],
      canUndo: false,
      canRedo: false,
    });
    expect(rows[0]).toEqual({ id: 7, sampleIndex: 5, symbol: 'X', aux: 'AVNRT', provenance: 'imported' });
  });

  it('takes an edit over: changed, moved, added and removed rows, in time order', () => {
    const after = applyEditResult([row(1, 10), row(2, 20), row(3, 30)], {
      changed: [
        { id: 2, sampleIndex: 40, symbol: 'V', aux: '', provenance: 'shown' },
        { id: 9, sampleIndex: 5, symbol: 'N', aux: '', provenance: 'shown' },
      ],
      removed: [1],
    });
    expect(after.map(({ id }) => id)).toEqual([9, 3, 2]);
    expect(applyEditResult(after, { changed: [after[0]], removed: [] })).toBe(after);
  });

  it('ends the last rhythm with the record', () => {
    expect(rhythmOf([row(1, 5, '+', '(N'), row(2, 50, '+', '(AVNRT')], 80)).toMatchObject([
      { from: 5, to: 50, code: 'SR' },
      { from: 50, to: 80, code: 'AVNRT' },
    ]);
  });

  it('says why a prediction is doubted', () => {
    const columns: PredictionColumns = {
      setId: 2,
      model: 'm',
      classes: ['N', 'NRT', 'no such class'],
      annotationId: [1, 2, 3],
      sampleIndex: [1, 2, 3],
      classIndex: [0, 1, 2],
      confidence: [0.99, 0.4, 0.9],
      margin: [0.9, 0.1, 0.8],
      entropy: [0.1, 1, 0.2],
      abstained: [false, true, false],
      outOfDistribution: [0, 0, 0],
      weightOnIegm: [0.5, 0.5, -1],
      without: [],
      modelWarnings: [],
    };
    const predicted = predictionsOf(columns);
    expect([...predicted.doubt]).toEqual([0, LOW_CONFIDENCE | ABSTAINED, 0]);
    expect(doubtText(predicted.doubt[1])).toBe('abstained, low confidence');
    expect(classAt(predicted, 2).code).toBe('?');
  });
});

describe('disagreements', () => {
  it('finds missed, extra and differently classed beats', () => {
    const human = beatsOf([row(1, 1000), row(2, 2000, 'V'), row(3, 3000)]);
    const other = beatsOf([row(1, 1000), row(2, 2000), row(3, 4000)]);
    const match = matchBeats(human.sampleIndex, other.sampleIndex, 1000);
    expect([...disagreementsOf(human, other, match.toSecond)]).toEqual([0, 1, 1]);
    expect([...disagreementsOf(other, human, match.toFirst)]).toEqual([0, 1, 1]);
    expect([...disagreementsOf(human, undefined, undefined)]).toEqual([0, 0, 0]);
  });
});

describe('union', () => {
  it('walks human and predicted beats in time, each once', () => {
    const human = series(1000, 3000);
    const predicted = series(500, 1005, 2000, 5000);
    const union = uniteBeats(human, predicted, matchBeats(human.sampleIndex, predicted.sampleIndex, 1000));
    expect([...union.sampleIndex]).toEqual([500, 1000, 2000, 3000, 5000]);
    expect([...union.human]).toEqual([-1, 0, -1, 1, -1]);
    expect([...union.predicted]).toEqual([0, 1, 2, -1, 3]);
    expect([0, 1, 2].map((at) => keyOfRow(union, at, human, predicted))).toEqual([-1, 1, -3]);
  });
});

describe('the row of a key', () => {
  it('is that whose key it is, over humans and predictions at one place or alone', () => {
    const human = series(100, 100, 250, 400);
    const predicted = series(40, 102, 300, 401, 900);
    const union = uniteBeats(human, predicted, matchBeats(human.sampleIndex, predicted.sampleIndex, 1000));
    for (let at = 0; at < union.count; at++)
      expect(rowOfKey(union, keyOfRow(union, at, human, predicted), human, predicted)).toBe(at);
    expect(rowOfKey(union, 77, human, predicted)).toBeUndefined();
    expect(rowOfKey(union, -77, human, predicted)).toBeUndefined();
    // Prediction 4 goes by the human beat that it is matched to.
    expect(rowOfKey(union, -4, human, predicted)).toBeUndefined();
  });
});

describe('RR histogram', () => {
  it('counts every interval once, those outside at the ends', () => {
    const bins = rrHistogram(series(0, 1000, 1340, 1341, 9000), 1000);
    const rows = bins.flatMap(({ rows: own }) => own);
    expect(rows.sort()).toEqual([1, 2, 3, 4]);
    expect(bins[0].rows).toEqual([3]);
    expect(bins[bins.length - 1].rows).toEqual([4]);
    expect(bins.find(({ from, to }) => from <= 340 && 340 < to)?.rows).toEqual([2]);
  });
});
