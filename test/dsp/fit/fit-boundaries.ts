/**
 * Fits the weights of src-main/dsp/delineate/boundary-weights.ts on LUDB's marks and cross-validates them over records:
 *   node test/dsp/fit/fit-boundaries.ts [qrs | waves] [--folds 5]
 * `qrs` first: P and T are looked for around the QRS that its weights find.
 */
import type { BoundaryView } from '../../../src-main/dsp/delineate/boundary.ts';
import {
  BOUNDARY_EVIDENCE,
  boundaryEvidence,
  boundaryProbabilities,
  findBoundary,
} from '../../../src-main/dsp/delineate/boundary.ts';
import { BOUNDARY_WEIGHTS } from '../../../src-main/dsp/delineate/boundary-weights.ts';
import { beatPlace, delineationSignals, qrsGroup } from '../../../src-main/dsp/delineate/delineate.ts';
import { locateP, locateT } from '../../../src-main/dsp/delineate/locate-waves.ts';
import { boundaryView, waveGroup } from '../../../src-main/dsp/delineate/wave-group.ts';
import { P_KIND, T_KIND } from '../../../src-main/dsp/delineate/wave-kinds.ts';
import type { Wave } from '../../../src-main/dsp/delineate/waves.ts';
import { recordings } from '../../recordings.ts';
import type { MarkedWave } from '../ludb.ts';
import { detectLudb, LUDB_LEADS, loadLudb, markedWaves } from '../ludb.ts';
import { recordNames } from '../record-names.ts';

type BoundaryName = keyof typeof BOUNDARY_WEIGHTS;

interface Example {
  readonly record: string;
  readonly evidence: Float64Array;
  readonly nearest: number;
  readonly rate: number;
  readonly direction: number;
  /** Marked distance from the peak, working-rate samples. */
  readonly distance: number;
}

/** A mark is a cardiologist's, good to about this: the target is that much blurred. Seconds. */
const BLUR: Record<BoundaryName, number> = {
  qrsOnset: 0.008,
  qrsOffset: 0.008,
  pOnset: 0.012,
  pOffset: 0.012,
  tOnset: 0.02,
  tOffset: 0.02,
};

function exampleOf(record: string, view: BoundaryView, markSample: number, step: number): Example {
  const distance = view.direction * (markSample / step - view.peak);
  const { nearest, direction } = view;
  return { record, evidence: boundaryEvidence(view), nearest, rate: view.signal.rate, direction, distance };
}

/** Mean gradient of the log-likelihood of the blurred marks, Adam on all examples. */
function fit(examples: readonly Example[], blur: number, rounds = 80): Float64Array {
  const size = BOUNDARY_EVIDENCE.length;
  const [weights, mean, square] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (let round = 1; round <= rounds; round++) {
    const gradient = new Float64Array(size);
    for (const { evidence, nearest, rate, distance } of examples) {
      const probabilities = boundaryProbabilities(evidence, weights);
      const target = probabilities.map((_, k) =>
        Math.exp(-(((nearest + k - distance) / rate / blur) ** 2) / 2),
      );
      const total = target.reduce((sum, value) => sum + value, 0);
      if (total < 1e-6) continue;
      for (let k = 0; k < target.length; k++)
        for (let q = 0; q < size; q++)
          gradient[q] += (target[k] / total - probabilities[k]) * evidence[k * size + q];
    }
    const step = 0.3 * (round < rounds * 0.6 ? 1 : 0.2);
    for (let q = 0; q < size; q++) {
      const slope = gradient[q] / examples.length - 1e-4 * weights[q];
      mean[q] = 0.9 * mean[q] + 0.1 * slope;
      square[q] = 0.99 * square[q] + 0.01 * slope * slope;
      weights[q] +=
        (step * mean[q]) / (1 - 0.9 ** round) / (Math.sqrt(square[q] / (1 - 0.99 ** round)) + 1e-6);
    }
  }
  return weights;
}

/** Error in ms, later than the mark positive. */
function errorOf({ evidence, nearest, rate, direction, distance }: Example, weights: Float64Array): number {
  const probabilities = boundaryProbabilities(evidence, weights);
  const found = probabilities.reduce((sum, value, k) => sum + value * (nearest + k), 0);
  return ((found - distance) * direction * 1000) / rate;
}

function crossValidate(name: BoundaryName, examples: readonly Example[], folds: number): void {
  const records = [...new Set(examples.map(({ record }) => record))];
  const errors: number[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const held = new Set(records.filter((_, index) => index % folds === fold));
    const weights = fit(
      examples.filter(({ record }) => !held.has(record)),
      BLUR[name],
    );
    for (const example of examples) if (held.has(example.record)) errors.push(errorOf(example, weights));
  }
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const deviation = Math.sqrt(errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / errors.length);
  console.log(`  // cross-validated: ${mean.toFixed(1)} +- ${deviation.toFixed(1)} ms of ${errors.length}`);
}

const nearestTo = (values: readonly number[], wanted: number) =>
  values.reduce(
    (best, value, index) => (Math.abs(value - wanted) < Math.abs(values[best] - wanted) ? index : best),
    0,
  );

async function gather(folder: string, name: string, add: (boundary: BoundaryName, example: Example) => void) {
  const record = await loadLudb(folder, name);
  const rPeaks = detectLudb(record);
  const signals = delineationSignals(record.leads, record.samplingFrequency);
  const { step } = signals.qrs[0];
  const working = [...rPeaks].map((rPeak) => Math.round(rPeak / step));
  const both = (
    kind: 'qrs' | 'p' | 't',
    group: ReturnType<typeof waveGroup>,
    lead: number,
    mark: MarkedWave,
  ) => {
    add(`${kind}Onset`, exampleOf(name, boundaryView(group, lead, -1), mark.onset, step));
    add(`${kind}Offset`, exampleOf(name, boundaryView(group, lead, 1), mark.offset, step));
  };
  const groups = working.map((rPeak) => qrsGroup(signals, rPeak));
  const places = groups.map((group, beat) => {
    const waves = group.peaks.map((peak, lead): Wave => ({
      onset: findBoundary(boundaryView(group, lead, -1), BOUNDARY_WEIGHTS.qrsOnset),
      peak,
      offset: findBoundary(boundaryView(group, lead, 1), BOUNDARY_WEIGHTS.qrsOffset),
    }));
    return beatPlace(group, waves, working, beat);
  });
  const located = {
    p: places
      .map((place) => locateP(signals.p, place))
      .map((found) => found && waveGroup(P_KIND, signals.p, found.peaks)),
    t: places
      .map((place) => locateT(signals.t, place))
      .map((found) => found && waveGroup(T_KIND, signals.t, found.peaks)),
  };
  for (const [lead, suffix] of LUDB_LEADS.entries()) {
    for (const mark of markedWaves(record, suffix)) {
      if (mark.kind === 'qrs') {
        const beat = nearestTo([...rPeaks], mark.peak);
        if (Math.abs(rPeaks[beat] - mark.peak) < 0.12 * record.samplingFrequency)
          both('qrs', groups[beat], lead, mark);
        continue;
      }
      const group = located[mark.kind].find(
        (one) => one && one.peaks[lead] * step >= mark.onset && one.peaks[lead] * step <= mark.offset,
      );
      if (group) both(mark.kind, group, lead, mark);
    }
  }
}

const folder = recordings('ludb');
if (!folder) throw new Error('Needs the ludb recordings.');
const wanted: readonly BoundaryName[] =
  process.argv[2] === 'waves' ? ['pOnset', 'pOffset', 'tOnset', 'tOffset'] : ['qrsOnset', 'qrsOffset'];
const folds = process.argv.includes('--folds')
  ? Number(process.argv[process.argv.indexOf('--folds') + 1])
  : 0;
const examples = new Map<BoundaryName, Example[]>(wanted.map((name) => [name, []]));
for (const name of recordNames(folder))
  await gather(folder, name, (boundary, example) => examples.get(boundary)?.push(example));
for (const [name, list] of examples) {
  if (folds > 1) crossValidate(name, list, folds);
  const weights = [...fit(list, BLUR[name], 120)].map((weight) => +weight.toFixed(3));
  console.log(`  ${name}: [${weights.join(', ')}],`);
}
