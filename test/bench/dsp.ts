import { makeRandom } from '../../src-main/domain/random.ts';
import { delineateBeats } from '../../src-main/dsp/delineate/delineate.ts';
import type { BeatWaves } from '../../src-main/dsp/delineate/waves.ts';
import { butterworthBandPass } from '../../src-main/dsp/filter/butterworth.ts';
import { filterZeroPhase } from '../../src-main/dsp/filter/zero-phase.ts';
import { resampleTo } from '../../src-main/dsp/resample.ts';
import type { WaveScore } from '../dsp/delineation-score.ts';
import { addScores, meanAndDeviation, NO_SCORE, scoreWaves } from '../dsp/delineation-score.ts';
import type { MarkedWave } from '../dsp/ludb.ts';
import { detectLudb, LUDB_LEADS, loadLudb, markedWaves } from '../dsp/ludb.ts';
import { recordNames } from '../dsp/record-names.ts';
import { recordings } from '../recordings.ts';
import type { BenchRow } from './bench-row.ts';

export const title = 'Filters and resampling, wave delineation on LUDB (activations: bench activations)';

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

export async function run(): Promise<BenchRow[]> {
  const rows = speedRows();
  const ludb = recordings('ludb');
  if (ludb) rows.push(...(await delineationRows(ludb)));
  return rows;
}
