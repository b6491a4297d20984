/** The stand-in study as the api describes it. */
import type { EndpointName } from '../../src-main/api/contract/index.ts';
import { identifyLead } from '../../src-main/domain/lead.ts';
import type {
  RecordDetail,
  RecordSummary,
  StudySummary,
} from '../../src-main/api/contract/record-schemas.ts';
import type { StandInChannel } from './stand-in-heart.ts';
import { LIBRARY_ANSWERS } from './stand-in-library.ts';

export const HUMAN = 1;
export const MACHINE = 2;

const STATUS = {
  product: 'Purkinje',
  version: '0.1.0',
  contractVersion: 1,
  shell: 'web',
  library: { name: 'stand-in', path: 'stand-in', freeBytes: 1e11 },
  notices: [],
};

/** Answers that are the same whatever is asked: the stand-in finds and measures nothing. */
export const FIXED_ANSWERS: Readonly<Partial<Record<EndpointName, unknown>>> = {
  getStatus: STATUS,
  listModels: { models: [] },
  listJobs: { jobs: [] },
  ...LIBRARY_ANSWERS,

  getSimilarBeats: {
    records: 2,
    beats: [
      {
        recordId: 1,
        record: 'x0011',
        study: 'x0011',
        sampleIndex: 9770,
        samplingFrequency: 977,
        code: 'NRT',
        by: 'stand-in',
        similarity: 0.93,
      },
    ],
  },
};

export interface StandInSize {
  readonly samples: number;
  readonly samplingFrequency: number;
  readonly beats: number;
  readonly annotations: number;
  readonly channels: readonly StandInChannel[];
}

export function studyOf(): Omit<StudySummary, 'records'> {
  return {
    id: 1,
    title: 'x0010',
    patient: {
      id: 1,
      code: 'x0010',
      secondIdentifier: 'study 2026-03',
      ageYears: 14,
      sex: 'female',
    },
    importedAt: '2026-03-01T09:30:00.000Z',
    simulated: true,
  };
}

export function summaryOf(size: StandInSize): RecordSummary {
  const { beats } = size;
  return {
    id: 1,
    studyId: 1,
    name: 'x0010',
    format: 'stand-in',
    samplingFrequency: size.samplingFrequency,
    samples: size.samples,
    durationSeconds: size.samples / size.samplingFrequency,
    signals: size.channels.length,
    beats,
    predictedBeats: beats,
    warnings: [],
  };
}

export function detailOf(size: StandInSize): RecordDetail {
  const set = { recordId: 1, createdAt: '2026-03-01T09:30:00.000Z', beats: size.beats };
  return {
    ...summaryOf(size),
    study: studyOf(),
    position: 1,
    recordsInStudy: 1,
    channels: size.channels.map((channel, channelIndex) => ({
      channelIndex,
      originalName: channel.name,
      ...identifyLead(channel.name),
      units: 'mV',
      gain: 1000,
      baseline: 0,
      minimum: channel.levels[channel.levels.length - 1].minima[0],
      maximum: channel.levels[channel.levels.length - 1].maxima[0],
      missing: 0,
      clipped: 0,
      flat: false,
    })),
    comments: [],
    annotationSets: [
      {
        ...set,
        id: HUMAN,
        name: 'atr',
        origin: 'human',
        kind: 'reference',
        author: 'stand-in',
        annotations: size.annotations,
        editable: true,
      },
      {
        ...set,
        id: MACHINE,
        name: 'stand-in model',
        origin: 'machine',
        kind: 'classifier',
        author: 'stand-in',
        model: 'stand-in 1.0',
        annotations: size.beats,
        editable: false,
      },
    ],
  };
}

export function probabilitiesOf(code: string, confidence: number) {
  const others = ['N', 'PAC', 'NRT', 'PJC', 'PVC'].filter((other) => other !== code);
  const rest = (1 - confidence) / others.length;
  return {
    classes: [code, ...others],
    probabilities: [confidence, ...others.map(() => rest)],
    withoutIegm: [confidence * 0.8, ...others.map(() => rest + (confidence * 0.2) / others.length)],
    withoutEcg: [confidence * 0.6, ...others.map(() => rest + (confidence * 0.4) / others.length)],
    weightOnIegm: Array.from({ length: 32 }, (_, k) => 0.4 + 0.3 * Math.sin(k / 5)),
    nearestPrototypes: [{ class: code, similarity: 0.91 }],
  };
}

/** Families by label alone: enough for the panel, no clustering. */
