/**
 * Fits the weights of src-main/dsp/r-peaks/weights.ts and cross-validates them over records:
 *   node test/dsp/fit/fit-r-peaks.ts [--folds 5] [--no-fit] [--no-simulated]
 * Needs the mitdb recordings (see test/recordings.ts). Prints, with --folds, each record as scored by weights that
 * never saw it; then the weights fitted on all records.
 */
import { recordings } from '../../recordings.ts';
import type { DecodingWeights } from '../../../src-main/dsp/r-peaks/decode.ts';
import { decodeBeats } from '../../../src-main/dsp/r-peaks/decode.ts';
import { wholeQrsRange } from '../../../src-main/dsp/r-peaks/record-edges.ts';
import { refinePeaks } from '../../../src-main/dsp/r-peaks/refine.ts';
import type { SequenceWeights } from '../../../src-main/dsp/r-peaks/sequence.ts';
import { addCounts, NO_MATCHES, positivePredictivity, sensitivity } from '../match.ts';
import { loadRecord } from '../real-record.ts';
import { scoreRPeaks } from '../score-r-peaks.ts';
import { fitWeights } from './fit-weights.ts';
import type { LabelledSet } from './labelled-set.ts';
import { recordNames } from '../record-names.ts';
import { realSets, simulatedSets } from './training-sets.ts';

function printWeights(name: string, { evidence, interval }: SequenceWeights): void {
  const round = (values: readonly number[]) => `[${values.map((value) => +value.toFixed(3)).join(', ')}]`;
  console.log(`${name}\n  evidence: ${round(evidence)},\n  interval: ${round(interval)},`);
}

async function scoreRecord(folder: string, set: LabelledSet, weights: DecodingWeights) {
  const record = await loadRecord(folder, set.name);
  const { set: kept, beats } = decodeBeats(set.set, weights);
  const { from, to } = wholeQrsRange(record.samples, record.samplingFrequency);
  const refined = refinePeaks(record.leads, record.samplingFrequency, kept, beats, 0);
  const peaks = refined.filter((peak) => peak >= from && peak < to);
  return scoreRPeaks(record.annotations.get('atr') ?? [], peaks, record.samplingFrequency);
}

async function crossValidate(
  folder: string,
  real: readonly Awaited<ReturnType<typeof realSets>>[],
  simulated: readonly LabelledSet[],
  folds: number,
): Promise<void> {
  let [late, whole] = [NO_MATCHES, NO_MATCHES];
  for (let fold = 0; fold < folds; fold++) {
    const weights = fitWeights([
      ...real.filter((_, index) => index % folds !== fold).flatMap(({ all }) => all),
      ...simulated,
    ]);
    for (const { both } of real.filter((_, index) => index % folds === fold)) {
      const score = await scoreRecord(folder, both, weights);
      late = addCounts(late, score.after5Minutes);
      whole = addCounts(whole, score.whole);
      const { missed, extra } = score.after5Minutes;
      console.log(both.name, '150 ms', missed, extra, ' 50 ms', score.whole.missed, score.whole.extra);
    }
  }
  for (const [what, count] of [
    ['150 ms after 5 minutes', late],
    ['50 ms, whole records', whole],
  ] as const)
    console.log(
      `cross-validated, ${what}: ${sensitivity(count).toFixed(3)} ${positivePredictivity(count).toFixed(3)} (missed ${count.missed}, extra ${count.extra})`,
    );
}

const folder = recordings('mitdb');
if (!folder) throw new Error('Needs the mitdb recordings.');
const folds = process.argv.includes('--folds')
  ? Number(process.argv[process.argv.indexOf('--folds') + 1])
  : 0;
const real = [];
for (const name of recordNames(folder)) real.push(await realSets(folder, name));
const simulated = process.argv.includes('--no-simulated') ? [] : simulatedSets();
if (folds > 1) await crossValidate(folder, real, simulated, folds);
if (!process.argv.includes('--no-fit')) {
  const weights = fitWeights([...real.flatMap(({ all }) => all), ...simulated], 8);
  printWeights('FIRST_WEIGHTS', weights.first);
  printWeights('CONTEXT_WEIGHTS', weights.context);
}
