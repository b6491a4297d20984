import { isBeat } from '../../../src-main/domain/annotation.ts';
import { toPhysical } from '../../../src-main/domain/record.ts';
import type { RPeakLead } from '../../../src-main/dsp/r-peaks/r-peak-lead.ts';
import { cohortStudyOptions } from '../../../src-main/simulate/cohort.ts';
import { simulateStudy } from '../../../src-main/simulate/study.ts';
import { beatSamples, loadRecord, outsideFlutter } from '../real-record.ts';
import type { LabelledSet } from './labelled-set.ts';
import { labelSet } from './labelled-set.ts';

/** Weights of the kinds of examples: two leads are what is scored; one lead and simulated children keep it general. */
const WEIGHT = { both: 1, single: 0.25, simulated: 0.3 };
const SIMULATED = { subjects: 30, seed: 20_250, minutes: 1 };

/** A record as it is, then each of its leads alone. */
export async function realSets(
  folder: string,
  name: string,
): Promise<{ both: LabelledSet; all: LabelledSet[] }> {
  const record = await loadRecord(folder, name);
  const annotations = record.annotations.get('atr') ?? [];
  const beats = beatSamples(annotations);
  const counts = outsideFlutter(annotations);
  const label = (leads: readonly RPeakLead[], weight: number) =>
    labelSet(name, leads, record.samplingFrequency, beats, counts, weight);
  const both = label(record.leads, WEIGHT.both);
  return { both, all: [both, ...record.leads.map((lead) => label([lead], WEIGHT.single))] };
}

export function simulatedLeads(index: number, seed = SIMULATED.seed) {
  const { subjects, minutes } = SIMULATED;
  const study = simulateStudy(cohortStudyOptions({ profile: 'balanced', subjects, seed, minutes }, index));
  const digital = study.digital();
  const leads = study.signals.flatMap((signal, channel) =>
    signal.kind === 'ecg'
      ? [{ name: signal.name, samples: Float32Array.from(digital[channel], (v) => toPhysical(v, signal)) }]
      : [],
  );
  return { study, leads };
}

/** Simulated studies of every rhythm: all twelve leads, and every fourth one alone. Not clinical evidence. */
export function simulatedSets(): LabelledSet[] {
  const sets: LabelledSet[] = [];
  for (let index = 0; index < SIMULATED.subjects; index++) {
    const { study, leads } = simulatedLeads(index);
    const beats = study.annotations.filter(isBeat).map(({ sampleIndex }) => sampleIndex);
    const add = (chosen: readonly RPeakLead[]) =>
      sets.push(
        labelSet(`simulated ${index}`, chosen, study.samplingFrequency, beats, () => true, WEIGHT.simulated),
      );
    add(leads);
    if (index % 4 === 0) add([leads[1]]);
  }
  return sets;
}
