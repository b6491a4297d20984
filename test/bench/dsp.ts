import { makeRandom } from '../../src-main/domain/random.ts';
import { detectActivations, medianCycleLength } from '../../src-main/dsp/activations/detect.ts';
import { delineateBeats } from '../../src-main/dsp/delineate/delineate.ts';
import type { BeatWaves } from '../../src-main/dsp/delineate/waves.ts';
import { butterworthBandPass } from '../../src-main/dsp/filter/butterworth.ts';
import { filterZeroPhase } from '../../src-main/dsp/filter/zero-phase.ts';
import { resampleTo } from '../../src-main/dsp/resample.ts';
import type { WaveScore } from '../dsp/delineation-score.ts';
import { addScores, meanAndDeviation, NO_SCORE, scoreWaves } from '../dsp/delineation-score.ts';
import type { MarkedWave } from '../dsp/ludb.ts';
import { detectLudb, LUDB_LEADS, loadLudb, markedWaves } from '../dsp/ludb.ts';
import type { MatchCount } from '../dsp/match.ts';
import { addCounts, NO_MATCHES, positivePredictivity, sensitivity } from '../dsp/match.ts';
import { loadRecord } from '../dsp/real-record.ts';
import { recordNames } from '../dsp/record-names.ts';
import { scoreSimulated, STUDIES } from '../dsp/simulated-activations.ts';
import { recordings } from '../recordings.ts';
import type { BenchRow } from './bench-row.ts';

export const title =
  'Filters and resampling, wave delineation on LUDB, activations on simulated studies and iaf1_afw';

const KINDS = ['p', 'qrs', 't'] as const;
const NAMES = { p: 'P', qrs: 'QRS', t: 'T' };

/** CPU milliseconds, the least of a few. */
function millisecondsOf(work: () => void): number {
  let least = Infinity;
  for (let round = 0; round < 5; round++) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

function speedRows(): BenchRow[] {
  const random = makeRandom(1);
  const lead = Float32Array.from({ length: 648_000 }, () => random.normal());
  const sections = butterworthBandPass(4, 0.5, 40, 360);
  const minute = lead.subarray(0, 58_620);
  return [
    {
      what: 'zero-phase band-pass of order 4, 30 minutes at 360 Hz',
      value: millisecondsOf(() => filterZeroPhase(sections, lead)) / sections.length,
      unit: 'ms a section',
      note: 'CPU time',
    },
    {
      what: '977 to 250 Hz, one minute',
      value: millisecondsOf(() => resampleTo(minute, 977, 250)),
      unit: 'ms',
      note: 'CPU time',
    },
  ];
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

/** Marks of the same wave on all leads as one: the median of each boundary, where half the leads have it. */
function jointMarks(marks: readonly (readonly MarkedWave[])[], beats: readonly BeatWaves[]): MarkedWave[] {
  return beats.flatMap((beat) =>
    KINDS.flatMap((kind) => {
      const wave = beat[kind];
      if (!wave) return [];
      const same = marks.flatMap(
        (lead) =>
          lead.find((mark) => mark.kind === kind && mark.onset <= wave.offset && mark.offset >= wave.onset) ??
          [],
      );
      if (same.length < marks.length / 2) return [];
      const middle = (edge: 'onset' | 'peak' | 'offset') => medianOf(same.map((mark) => mark[edge]));
      return [{ kind, onset: middle('onset'), peak: middle('peak'), offset: middle('offset') }];
    }),
  );
}

type Scores = Record<(typeof KINDS)[number], WaveScore>;

function boundaryRows(what: string, score: WaveScore, bar?: number): BenchRow[] {
  return (['onset', 'offset'] as const).map((edge) => {
    const { mean, deviation } = meanAndDeviation(score[`${edge}Errors`]);
    return {
      what: `LUDB ${what} ${edge}, standard deviation`,
      value: deviation,
      unit: 'ms',
      bar: bar ? `< ${bar} ms` : undefined,
      passed: bar ? deviation < bar : undefined,
      note: `mean ${mean.toFixed(1)} ms of ${score.found}; fitted on these records, cross-validated by test/dsp/fit`,
    };
  });
}

async function delineationRows(folder: string): Promise<BenchRow[]> {
  const each: Scores = { p: NO_SCORE, qrs: NO_SCORE, t: NO_SCORE };
  const joint: Scores = { p: NO_SCORE, qrs: NO_SCORE, t: NO_SCORE };
  for (const name of recordNames(folder)) {
    const record = await loadLudb(folder, name);
    const { samplingFrequency } = record;
    const { byLead, beats } = delineateBeats(record.leads, samplingFrequency, detectLudb(record));
    const marks = LUDB_LEADS.map((suffix) => markedWaves(record, suffix));
    const together = jointMarks(marks, beats);
    for (const kind of KINDS) {
      joint[kind] = addScores(joint[kind], scoreWaves(kind, beats, together, samplingFrequency));
      for (const [lead, leadMarks] of marks.entries())
        each[kind] = addScores(each[kind], scoreWaves(kind, byLead[lead], leadMarks, samplingFrequency));
    }
  }
  const found = (kind: 'p' | 't'): BenchRow => {
    const { found: count, missed, extra } = each[kind];
    const value = (100 * count) / (count + missed);
    const bar = '>= 95 %';
    const note = `on every lead, peak within the marks; ${extra} extra of ${count + extra}`;
    return { what: `LUDB ${NAMES[kind]} waves found`, value, unit: '%', bar, passed: value >= 95, note };
  };
  return [
    ...boundaryRows('QRS', each.qrs, 12),
    ...boundaryRows('QRS, all leads together', joint.qrs, 12),
    found('p'),
    found('t'),
    ...boundaryRows('P', each.p),
    ...boundaryRows('T', each.t),
  ];
}

function simulatedRows(): BenchRow[] {
  const byGroup = new Map<string, MatchCount>();
  const far = { seen: 0, told: 0 };
  for (let index = 0; index < STUDIES; index++)
    for (const score of scoreSimulated(index, 99)) {
      byGroup.set(score.group, addCounts(byGroup.get(score.group) ?? NO_MATCHES, score.count));
      far.seen += score.far.seen;
      far.told += score.far.told;
    }
  const row = (what: string, value: number, note: string, bar?: number): BenchRow => ({
    what: `simulated, ${what}`,
    value,
    unit: '%',
    bar: bar ? `>= ${bar} %` : undefined,
    passed: bar ? value >= bar : undefined,
    note: `${note}; no clinical evidence`,
  });
  return [
    ...[...byGroup].flatMap(([group, count]) => [
      row(
        `${group}, near fields found within 10 ms`,
        sensitivity(count),
        `of ${count.found + count.missed}`,
        95,
      ),
      row(
        `${group}, near fields that are right`,
        positivePredictivity(count),
        `of ${count.found + count.extra}`,
        95,
      ),
    ]),
    row('CS, ventricular far fields called far', (100 * far.told) / far.seen, `of ${far.seen} seen alone`),
  ];
}

async function fibrillationRows(folder: string): Promise<BenchRow[]> {
  const { leads, samplingFrequency } = await loadRecord(folder, 'iaf1_afw');
  return leads
    .filter(({ name }) => name.startsWith('CS'))
    .map(({ name, samples }) => {
      const { activations, kinds } = detectActivations(samples, samplingFrequency, { group: 'CS' });
      const near = [...activations].filter((_, k) => kinds[k] === 'near');
      const counted = near.length > 0 ? near : [...activations];
      const note = `${near.length} near, ${activations.length - near.length} far; not annotated; CS12, CS34 hold little but noise`;
      const value = medianCycleLength(counted, samplingFrequency) ?? NaN;
      return { what: `iaf1_afw ${name}, median cycle length`, value, unit: 'ms', note };
    });
}

export async function run(): Promise<BenchRow[]> {
  const rows = speedRows();
  const [ludb, iafdb] = [recordings('ludb'), recordings('iafdb')];
  if (ludb) rows.push(...(await delineationRows(ludb)));
  rows.push(...simulatedRows());
  if (iafdb) rows.push(...(await fibrillationRows(iafdb)));
  return rows;
}
