import { detectRPeaks } from '../../src-main/dsp/r-peaks/detect.ts';
import type { MatchCount } from '../dsp/match.ts';
import { addCounts, matchBeats, NO_MATCHES, positivePredictivity, sensitivity } from '../dsp/match.ts';
import { detectLudb, loadLudb, LUDB_LEADS, markedPeaks } from '../dsp/ludb.ts';
import type { LoadedRecord } from '../dsp/real-record.ts';
import { loadRecord } from '../dsp/real-record.ts';
import { recordNames } from '../dsp/record-names.ts';
import { scoreRPeaks } from '../dsp/score-r-peaks.ts';
import { recordings } from '../recordings.ts';
import type { BenchRow } from './bench-row.ts';

export const title =
  'R peaks: mitdb by record (missed + extra at 150 ms after 5 minutes, then at 50 ms), pooled, LUDB, time';

function rowsOf(what: string, count: MatchCount, bar: number): BenchRow[] {
  const row = (name: string, value: number): BenchRow => ({
    what: `${what}, ${name}`,
    value,
    unit: '%',
    bar: `>= ${bar} %`,
    passed: value >= bar,
    note: `missed ${count.missed}, extra ${count.extra} of ${count.found + count.missed}`,
  });
  return [row('sensitivity', sensitivity(count)), row('positive predictivity', positivePredictivity(count))];
}

/** Seconds of CPU of one detection, the least of a few: what else runs on the machine only adds. */
function secondsOf({ leads, samplingFrequency }: LoadedRecord, rounds: number): number {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = process.cpuUsage();
    detectRPeaks(leads, samplingFrequency);
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

async function mitdbRows(folder: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  let [late, whole] = [NO_MATCHES, NO_MATCHES];
  let seconds = 0;
  for (const name of recordNames(folder)) {
    const record = await loadRecord(folder, name);
    const { rPeaks } = detectRPeaks(record.leads, record.samplingFrequency);
    const score = scoreRPeaks(record.annotations.get('atr') ?? [], rPeaks, record.samplingFrequency);
    const { after5Minutes: one, whole: all } = score;
    late = addCounts(late, one);
    whole = addCounts(whole, all);
    if (name === '215') seconds = secondsOf(record, 5);
    const percent = (count: MatchCount) =>
      `${sensitivity(count).toFixed(2)} ${positivePredictivity(count).toFixed(2)}`;
    rows.push({
      what: `mitdb ${name} (${record.leads.map((lead) => lead.name).join(', ')})`,
      value: one.missed + one.extra,
      unit: 'beats wrong',
      note: `150 ms ${percent(one)}  50 ms ${percent(all)}, missed ${all.missed} extra ${all.extra}`,
    });
  }
  rows.push(...rowsOf('mitdb pooled, 150 ms after 5 minutes', late, 99.7));
  rows.push(...rowsOf('mitdb pooled, 50 ms, whole records', whole, 99.3));
  const note = 'CPU time of record 215, the one with most beats; least of five';
  rows.push({
    what: '30 minutes of two leads',
    value: seconds,
    unit: 's',
    bar: '< 0.3 s',
    passed: seconds < 0.3,
    note,
  });
  return rows;
}

/** Only what lies between the first and the last mark counts: outside, beats are unmarked. */
function betweenMarks(marks: readonly number[], rPeaks: Int32Array, tolerance: number): number[] {
  return [...rPeaks].filter(
    (peak) => peak >= marks[0] - tolerance && peak <= marks[marks.length - 1] + tolerance,
  );
}

async function ludbRows(folder: string): Promise<BenchRow[]> {
  let [onII, onEach] = [NO_MATCHES, NO_MATCHES];
  for (const name of recordNames(folder)) {
    const record = await loadLudb(folder, name);
    const tolerance = Math.round(0.05 * record.samplingFrequency);
    const against = (suffix: string, rPeaks: Int32Array) => {
      const marks = markedPeaks(record, suffix);
      return matchBeats(marks, betweenMarks(marks, rPeaks, tolerance), tolerance);
    };
    onII = addCounts(onII, against('ii', detectLudb(record)));
    for (const [lead, suffix] of LUDB_LEADS.entries()) {
      const { name: refineOn } = record.leads[lead];
      const { rPeaks } = detectRPeaks(record.leads, record.samplingFrequency, { refineOn });
      onEach = addCounts(onEach, against(suffix, rPeaks));
    }
  }
  const each: BenchRow = {
    what: 'LUDB 12 leads, 50 ms of the mark on every lead',
    value: sensitivity(onEach),
    unit: '%',
    note: 'R or S of an rS complex is marked as the reader chose; no bar',
  };
  return [...rowsOf('LUDB 12 leads, 50 ms of the QRS marked on II', onII, 99.5), each];
}

export async function run(): Promise<BenchRow[]> {
  const [mitdb, ludb] = [recordings('mitdb'), recordings('ludb')];
  const rows: BenchRow[] = [];
  if (mitdb) rows.push(...(await mitdbRows(mitdb)));
  if (ludb) rows.push(...(await ludbRows(ludb)));
  if (rows.length === 0)
    rows.push({ what: 'no recordings at hand', value: 0, unit: '', note: 'see test/recordings.ts' });
  return rows;
}
