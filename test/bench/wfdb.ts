import { spawnSync } from 'node:child_process';
import { cpuUsage } from 'node:process';
import type { SourceFolder } from '../../src-main/domain/bytes.ts';
import { memorySource } from '../../src-main/domain/bytes.ts';
import { makeRandom } from '../../src-main/domain/random.ts';
import { openRecord } from '../../src-main/formats/open-record.ts';
import { decodeAnnotations } from '../../src-main/formats/wfdb/annotation-decode.ts';
import { encodeAnnotations } from '../../src-main/formats/wfdb/annotation-encode.ts';
import { diskFolder } from '../formats/disk-folder.ts';
import { recordings } from '../recordings.ts';
import type { BenchRow } from './bench-row.ts';

export const title = 'WFDB signals and annotations, one core (seconds of processor time)';

const ROUNDS = 5;

/** The least processor time of some rounds, in seconds: other work on the machine only adds to it. */
async function leastCpuSeconds(act: () => unknown): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const before = cpuUsage();
    await act();
    const { user, system } = cpuUsage(before);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

/** A record of random bytes that is read without a copy, so that decoding alone is timed. */
function randomRecord(format: number, channels: number, bytes: number, bytesPerSample: number): SourceFolder {
  const random = makeRandom(format);
  const block = Uint8Array.from({ length: 65536 }, () => random.integer(256));
  const data = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += block.length) data.set(block.subarray(0, bytes - at), at);
  const samples = Math.floor(bytes / bytesPerSample / channels);
  const lines = Array.from({ length: channels }, (_, i) => `r.dat ${format} 2000/mV 0 0 0 0 0 s${i}`);
  const header = new TextEncoder().encode([`r ${channels} 977 ${samples}`, ...lines].join('\n'));
  const source = {
    ...memorySource('r.dat', data),
    read: async (o: number, n: number) => data.subarray(o, o + n),
  };
  return {
    list: async () => ['r.dat', 'r.hea'],
    open: async (path) => (path === 'r.dat' ? source : memorySource(path, header)),
  };
}

async function decodeRow(
  format: number,
  channels: number,
  bytesPerSample: number,
  bar?: number,
): Promise<BenchRow> {
  const bytes = 48 * 2 ** 20;
  const reader = await openRecord(randomRecord(format, channels, bytes, bytesPerSample), 'r');
  const { samples } = reader.description;
  const width = Math.floor(2 ** 21 / bytesPerSample / channels);
  const into = Array.from({ length: channels }, () => new Int32Array(width));
  const all = into.map((_, index) => index);
  const seconds = await leastCpuSeconds(async () => {
    for (let from = 0; from < samples; from += width) {
      await reader.readDigital(all, from, Math.min(samples, from + width), into);
    }
  });
  const value = bytes / 1e6 / seconds;
  return {
    ...{ what: `decode format ${format}, ${channels} signals, windows of 2 MB`, value, unit: 'MB/s' },
    ...(bar === undefined ? {} : { bar: `>= ${bar} MB/s`, passed: value >= bar }),
  };
}

async function annotationRows(): Promise<BenchRow[]> {
  const count = 1_000_000;
  const annotations = Array.from({ length: count }, (_, i) => ({
    ...{ sampleIndex: i * 300, symbol: i % 7 ? 'N' : 'X' },
    ...(i % 7 ? {} : { aux: 'AVNRT' }),
  }));
  const bytes = encodeAnnotations(annotations);
  const decoding = await leastCpuSeconds(() => decodeAnnotations(bytes));
  const encoding = await leastCpuSeconds(() => encodeAnnotations(annotations));
  const value = count / 1e6 / decoding;
  return [
    {
      ...{ what: 'decode 1 million annotations', value, unit: 'million/s' },
      ...{ bar: '>= 5 million/s', passed: value >= 5 },
    },
    { what: 'encode 1 million annotations', value: count / 1e6 / encoding, unit: 'million/s' },
  ];
}

const COMPARED = [
  ...['100', '100_3chan', 'a103l', 's0010_re', 'test01_00s', 'test01_00s_skewframe', 'v102s', 'binformats'],
  ...['flacformats', '310derive', '311derive_2', '3000003_0003'],
];

/** Prints the least seconds of processor time that wfdb-python takes to read each record's digital samples. */
const PYTHON = `
import sys, time, wfdb
for name in sys.argv[2:]:
    least = 1e9
    for _ in range(${ROUNDS}):
        start = time.process_time()
        wfdb.rdrecord(sys.argv[1] + '/' + name, physical=False, smooth_frames=True)
        least = min(least, time.process_time() - start)
    print(name, least)
`;

/** Whole records read from disk, here and by wfdb-python (EP_PYTHON or python3), where it is installed. */
async function comparedRows(): Promise<BenchRow[]> {
  const data = recordings('wfdb-python/sample-data');
  if (!data) return [];
  const python = spawnSync(process.env.EP_PYTHON ?? 'python3', ['-c', PYTHON, data, ...COMPARED], {
    encoding: 'utf8',
  });
  if (python.status !== 0) {
    const note = 'not measured: no Python here has wfdb; EP_PYTHON names one that has';
    return [{ what: 'read records from disk, against wfdb-python', value: NaN, unit: 'times', note }];
  }
  const rows: BenchRow[] = [];
  for (const line of python.stdout.trim().split('\n')) {
    const [name, theirs] = line.split(' ');
    const ours = await leastCpuSeconds(async () => {
      const reader = await openRecord(diskFolder(data), name, { resolution: 'frame' });
      const { samples, signals } = reader.description;
      await reader.readDigital(
        signals.map((_, index) => index),
        0,
        samples,
      );
      await reader.close();
    });
    const value = Number(theirs) / ours;
    const note = `${(ours * 1000).toFixed(2)} ms, wfdb-python ${(Number(theirs) * 1000).toFixed(2)} ms`;
    rows.push({
      what: `read ${name} from disk, against wfdb-python`,
      value,
      unit: 'times',
      bar: '> 1',
      passed: value > 1,
      note,
    });
  }
  return rows;
}

export async function run(): Promise<BenchRow[]> {
  return [
    await decodeRow(24, 19, 3, 300),
    await decodeRow(212, 2, 1.5, 300),
    await decodeRow(212, 3, 1.5, 300),
    await decodeRow(16, 12, 2),
    await decodeRow(310, 2, 4 / 3),
    ...(await annotationRows()),
    ...(await comparedRows()),
  ];
}
