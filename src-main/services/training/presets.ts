import type { FamilyEvidence } from '../../dsp/families/family-evidence.ts';
import { BEAT_PRIORS } from '../../dsp/preprocess/priors/beat-priors.ts';
import { ELECTROGRAM_PRIORS } from '../../dsp/preprocess/priors/electrogram-priors.ts';
import type { PreprocessParameters } from '../../dsp/preprocess/parameters.ts';
import { HOLTER_PARAMETERS, STUDY_PARAMETERS } from '../../dsp/preprocess/parameters.ts';
import type { NetworkConfig } from '../../network/network-config.ts';
import { NETWORK_VARIANTS, REFERENCE_NETWORK, ecgNetwork } from '../../network/network-config.ts';
import type { Augmentation } from '../../training/data/augmentation.ts';
import { DEFAULT_AUGMENTATION } from '../../training/data/augmentation.ts';
import type { FitOptions } from '../../training/fit/fit-options.ts';
import { AAMI, BEAT_AXES, LEIPZIG_RHYTHM } from '../../training/groupings/default-groupings.ts';
import type { LabelGrouping } from '../../training/groupings/grouping.ts';

export const PRESET_NAMES = ['study', 'leipzig', 'mitbih'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** What belongs together: which records, how they are cut and labelled, which network, which numbers. */
export interface Preset {
  readonly name: PresetName;
  readonly title: string;
  readonly grouping: LabelGrouping;
  readonly parameters: PreprocessParameters;
  readonly network: NetworkConfig;
  readonly fit: Partial<FitOptions>;
  readonly loss: string;
  readonly dropBadSignal: boolean;
  /** Beats with one of these symbols are scored but never trained on. */
  readonly scoreOnly?: readonly string[];
  /** What beats of one shape share, in the model and in its figures. */
  readonly families?: FamilyEvidence;
  /** Records with one of these beat symbols are left out. */
  readonly leaveOutWith: readonly string[];
  /** Records that may be trained on; undefined: all. */
  readonly trainsOn?: (record: string) => boolean;
  /** The model that training makes and evaluation uses. */
  readonly model: string;
}

const headsOf = (grouping: LabelGrouping) =>
  grouping.outputs.map(({ name, classes }) => ({ name, classes: classes.map((c) => c.name) }));

const STUDY_PRIORS: readonly string[] = [...BEAT_PRIORS, ...ELECTROGRAM_PRIORS];
const WITH_PRIORS: PreprocessParameters = { ...STUDY_PARAMETERS, priors: STUDY_PRIORS };

/** DS1 of de Chazal et al., IEEE Trans Biomed Eng 51:1196 (2004): the records an inter-patient model is trained on. */
export const MITBIH_DS1: readonly string[] = [
  '101', '106', '108', '109', '112', '114', '115', '116', '118', '119', '122',
  '124', '201', '203', '205', '207', '208', '209', '215', '220', '223', '230',
]; // prettier-ignore

/** DS2 of the same protocol, which a model is scored on elsewhere, and the paced records: never trained on. */
const MITBIH_HELD_BACK: readonly string[] = [
  '100', '103', '105', '111', '113', '117', '121', '123', '200', '202', '210',
  '212', '213', '214', '219', '221', '222', '228', '231', '232', '233', '234',
  '102', '104', '107', '217',
]; // prettier-ignore

/** Children of the Leipzig database: x001 to x009 and x0010 to x0029; adults are x100 to x109. */
const isChild = (record: string): boolean => !/^x10\d$/.test(record);

const HOLTER_AUGMENTATION: Augmentation = {
  ...DEFAULT_AUGMENTATION,
  shift: 4,
  twoLeads: 0,
  priorNoise: 0.5,
  // With 22 patients the signal itself teaches whose beat it is: withheld as often as not, the priors must carry.
  leadDropout: 0.4,
  priorDropout: 0.02,
};

/**
 * Ventricular or not is settled by families of shape. Numbers chosen by leave-records-out over DS1 (docs/results.md): the span
 * is the QRS that the morphology priors use; weights of 0.5 to 1 and any size up to 10 do about as well. What speaks for sinus
 * rhythm decides over one record of DS1 (108), where ranges wider or narrower by half give the same.
 */
const VENTRICULAR_FAMILIES: FamilyEvidence = {
  output: 'aami',
  classes: ['V', 'F'],
  before: 0.08,
  after: 0.12,
  threshold: 0.85,
  weight: 0.85,
  halfSize: 3,
  limit: 8,
  sinus: {
    shift: 4,
    criteria: [
      { prior: 'p-like-neighbours', none: 0.4, full: 0.7 },
      { prior: 'rr-pre-to-local', absolute: true, none: 0.12, full: 0.06 },
      { prior: 'rr-post-to-local', absolute: true, none: 0.12, full: 0.06 },
      { prior: 'width-ratio', none: 0.5, full: 0.25 },
    ],
  },
};

export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  study: {
    name: 'study',
    title: 'ECG and electrograms, origin and conduction of every beat',
    grouping: BEAT_AXES,
    parameters: WITH_PRIORS,
    network: { ...REFERENCE_NETWORK, heads: headsOf(BEAT_AXES), priors: STUDY_PRIORS.length },
    fit: { batchSize: 64 },
    loss: 'agcacl',
    dropBadSignal: true,
    leaveOutWith: [],
    model: 'purkinje-ep',
  },
  leipzig: {
    name: 'leipzig',
    title: 'Rhythm segments of the Leipzig children, nine classes',
    grouping: LEIPZIG_RHYTHM,
    parameters: WITH_PRIORS,
    network: { ...REFERENCE_NETWORK, heads: headsOf(LEIPZIG_RHYTHM) },
    fit: {},
    loss: 'agcacl',
    dropBadSignal: true,
    leaveOutWith: [],
    trainsOn: isChild,
    model: 'leipzig-rhythm',
  },
  mitbih: {
    name: 'mitbih',
    title: 'Two-lead Holter beats, AAMI classes, patient-relative',
    grouping: AAMI,
    parameters: HOLTER_PARAMETERS,
    network: ecgNetwork(HOLTER_PARAMETERS.ecgLeads, headsOf(AAMI), {
      windowLength: HOLTER_PARAMETERS.windowSamples,
      width: 32,
      crossAttention: false,
      transformerLayers: 0,
      projection: 0,
      dropout: 0.2,
      priors: HOLTER_PARAMETERS.priors.length,
      priorWidth: 64,
      ecg: {
        channels: HOLTER_PARAMETERS.ecgLeads,
        stem: { filters: 8, kernel: 11 },
        blocks: [
          { filters: 16, kernel: 7 },
          { filters: 32, kernel: 5 },
        ],
      },
    }),
    fit: {
      epochs: 6,
      stepsPerEpoch: 150,
      warmUpEpochs: 1,
      learningRate: 2e-3,
      weightDecay: 1e-2,
      augmentation: HOLTER_AUGMENTATION,
      patience: 1000,
      samplerPower: 0.7,
    },
    loss: 'ce',
    dropBadSignal: false,
    // Aberrated atrial beats, nearly all of one fibrillating patient (201), are wide and early like ventricular ones:
    // learnt as supraventricular they make a network call other patients' ventricular beats so.
    scoreOnly: ['a'],
    families: VENTRICULAR_FAMILIES,
    leaveOutWith: ['/'],
    trainsOn: (record) => !MITBIH_HELD_BACK.includes(record),
    model: 'mitbih-aami',
  },
};

/** A preset that tells a site's own classes: its grouping's outputs become the network's heads. */
export function withGrouping(preset: Preset, grouping: LabelGrouping): Preset {
  return {
    ...preset,
    title: `${preset.title}; classes of the grouping ${grouping.id}`,
    grouping,
    network: { ...preset.network, heads: headsOf(grouping) },
    // They are about the preset's own classes.
    families: undefined,
    // A model of other classes is another model.
    model: `${preset.model}-${grouping.id}`,
  };
}

/** The network variants of the method and of this preset: `with-priors` or `without-priors` beside the architectures. */
export const VARIANTS = [...Object.keys(NETWORK_VARIANTS), 'with-priors', 'without-priors'] as const;

/** @param variant one of `VARIANTS` */
export function networkOf(preset: Preset, variant: string): NetworkConfig {
  if (variant === 'with-priors') return { ...preset.network, priors: preset.parameters.priors.length };
  if (variant === 'without-priors') return { ...preset.network, priors: 0 };
  const make = NETWORK_VARIANTS[variant as keyof typeof NETWORK_VARIANTS];
  return make(preset.network);
}
