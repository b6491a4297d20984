import { describe, expect, it } from 'vitest';
import { delineateBeats } from '../../src-main/dsp/delineate/delineate.ts';
import { detectRPeaks } from '../../src-main/dsp/r-peaks/detect.ts';
import { recordings } from '../recordings.ts';
import { addScores, meanAndDeviation, NO_SCORE, scoreWaves } from './delineation-score.ts';
import { detectLudb, LUDB_LEADS, loadLudb, markedPeaks, markedWaves } from './ludb.ts';
import { addCounts, matchBeats, NO_MATCHES, positivePredictivity, sensitivity } from './match.ts';
import { loadRecord } from './real-record.ts';
import { scoreRPeaks } from './score-r-peaks.ts';

const mitdb = recordings('mitdb');
const ludb = recordings('ludb');

/** Records of every difficulty: paced, noisy, ventricular, fibrillation. All 26 are in `npm run bench -- qrs`. */
const MITDB_RECORDS = ['102', '108', '201', '208'];
const LUDB_RECORDS = ['1', '8', '17', '25', '34', '45'];

describe.skipIf(!mitdb)('R peaks on mitdb', () => {
  it('reach the bars on records of every difficulty', async () => {
    let [late, whole] = [NO_MATCHES, NO_MATCHES];
    for (const name of MITDB_RECORDS) {
      const { leads, samplingFrequency, annotations } = await loadRecord(mitdb!, name);
      const { rPeaks } = detectRPeaks(leads, samplingFrequency);
      const score = scoreRPeaks(annotations.get('atr') ?? [], rPeaks, samplingFrequency);
      late = addCounts(late, score.after5Minutes);
      whole = addCounts(whole, score.whole);
    }
    expect(late.found).toBeGreaterThan(6000);
    expect(sensitivity(late)).toBeGreaterThan(99.5);
    expect(positivePredictivity(late)).toBeGreaterThan(99.5);
    expect(sensitivity(whole)).toBeGreaterThan(98.7);
    expect(positivePredictivity(whole)).toBeGreaterThan(98.7);
  }, 60_000);
});

describe.skipIf(!ludb)('LUDB', () => {
  it('every marked QRS is found on lead II, and its waves delineated on every lead', async () => {
    let beats = NO_MATCHES;
    const scores = { p: NO_SCORE, qrs: NO_SCORE, t: NO_SCORE };
    for (const name of LUDB_RECORDS) {
      const record = await loadLudb(ludb!, name);
      const { samplingFrequency } = record;
      const rPeaks = detectLudb(record);
      const marks = markedPeaks(record, 'ii');
      const between = [...rPeaks].filter((at) => at >= marks[0] - 75 && at <= marks[marks.length - 1] + 75);
      beats = addCounts(beats, matchBeats(marks, between, Math.round(0.15 * samplingFrequency)));
      const { byLead } = delineateBeats(record.leads, samplingFrequency, rPeaks);
      for (const [lead, suffix] of LUDB_LEADS.entries())
        for (const kind of ['p', 'qrs', 't'] as const)
          scores[kind] = addScores(
            scores[kind],
            scoreWaves(kind, byLead[lead], markedWaves(record, suffix), samplingFrequency),
          );
    }
    expect(beats).toMatchObject({ missed: 0, extra: 0 });
    for (const errors of [scores.qrs.onsetErrors, scores.qrs.offsetErrors])
      expect(meanAndDeviation(errors).deviation).toBeLessThan(14);
    // Two of the six are paced, one with P waves that no QRS follows: all 50 are in `npm run bench -- dsp`.
    expect(scores.p.found / (scores.p.found + scores.p.missed)).toBeGreaterThan(0.9);
    expect(scores.t.found / (scores.t.found + scores.t.missed)).toBeGreaterThan(0.95);
  }, 60_000);
});
