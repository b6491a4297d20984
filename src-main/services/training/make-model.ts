import type { ModelManifest } from '../../dsp/preprocess/model-manifest.ts';
import { parameterTable } from '../../network/parameters.ts';
import { fitTemperature } from '../../training/metrics/calibration.ts';
import { abstentionThreshold } from '../../training/metrics/risk-coverage.ts';
import { exportEnsemble } from '../../training/model/export-ensemble.ts';
import type { CardFigures } from '../../training/model/model-card.ts';
import { modelCard } from '../../training/model/model-card.ts';
import { outOfDistributionOf } from '../../training/model/prototypes.ts';
import { writeModel } from '../../training/model/write-model.ts';
import type { RequestedData } from './data-request.ts';
import { dataManifest, presetOf } from './data-request.ts';
import type { RunResult } from './one-run.ts';
import type { Pooled } from './pooled-scores.ts';
import { labelsAt, pooledScores } from './pooled-scores.ts';
import { fitOptionsOf } from './run-spec.ts';

export interface ModelRequest {
  /** Folder that holds `<id>/<version>`. */
  readonly models: string;
  readonly version: string;
  readonly command: string;
  /** YYYY-MM-DD. */
  readonly created: string;
  /** Highest share of wrong answers among the answered held-out examples. */
  readonly risk: number;
}

const SIMULATED_LIMIT =
  'Trained and measured on simulated studies: the figures tell how well it learnt the simulator, and are no clinical evidence.';
const LIMITS: Readonly<Record<string, readonly string[]>> = {
  study: [
    'Origin and conduction are classes of the label grouping; a rhythm outside them gets the nearest one. Look at the out-of-distribution score.',
  ],
  leipzig: ['Answers for windows of a rhythm segment, not for single beats.'],
  mitbih: [
    'Adult two-lead Holter recordings of one hospital from 1975 to 1979.',
    'Fusion beats (F) are rare and come from very few patients; unclassifiable and paced beats (Q) are hardly learnt.',
    'It needs the whole recording: a beat is judged against the patient\u2019s own rhythm and shapes, and whether it is ventricular together with the beats that look like it.',
  ],
};

function limitsOf(preset: string, data: RequestedData): string[] {
  const simulated = data.sources.every((source) => source.simulated);
  return [...(simulated ? [SIMULATED_LIMIT] : []), ...(LIMITS[preset] ?? [])];
}

function prototypesOf(run: RunResult, width: number): (number[] | null)[] {
  const { prototypes } = run.vectors;
  return Array.from({ length: prototypes.length / width }, (_, c) => {
    const row = Array.from(prototypes.subarray(c * width, (c + 1) * width), (value) =>
      Number(value.toPrecision(6)),
    );
    return Number.isNaN(row[0]) ? null : row;
  });
}

/**
 * Makes the model of finished runs: members averaged into one file, calibrated on predictions of examples that their
 * runs were not trained on.
 * @param members runs with their parameters, all of one spec but for the seed
 * @param held predictions on held-out examples, families having shared: what temperature, abstention and distances are fitted on
 * @returns the model's folder
 */
export function makeModel(
  data: RequestedData,
  members: readonly RunResult[],
  held: Pooled,
  figures: readonly CardFigures[],
  request: ModelRequest,
): { folder: string; manifest: Omit<ModelManifest, 'sha256'> } {
  const [first] = members;
  const { spec } = first.header;
  const preset = presetOf(spec.data);
  const options = fitOptionsOf(spec);
  const { set } = data;
  const temperature = Object.fromEntries(
    set.grouping.outputs.map(({ name, classes }, output) => [
      name,
      fitTemperature(held.logits[name], labelsAt(set, held.indices, output), classes.length),
    ]),
  );
  const calibrated = pooledScores(set, held, 0, temperature[set.grouping.outputs[0].name]);
  const withPriors = options.network.priors > 0;
  const preprocess = withPriors ? set.parameters : { ...set.parameters, priors: [] };
  const { macro, accuracy } = calibrated.scores;
  const manifest: Omit<ModelManifest, 'sha256'> = {
    format: 1,
    id: preset.model,
    version: request.version,
    title: preset.title,
    created: request.created,
    classes: set.grouping.codes.map(({ code }) => code),
    channels: [...set.parameters.ecgLeads, ...set.parameters.electrograms],
    outputs: options.network.heads,
    codes: set.grouping.codes,
    grouping: { id: set.grouping.id, version: set.grouping.version },
    preprocess,
    priorScaling: withPriors ? first.header.scaling : { centre: [], scale: [] },
    ...(preset.families ? { families: preset.families } : {}),
    temperature,
    abstention: { risk: request.risk, threshold: abstentionThreshold(calibrated.risk, request.risk) },
    outOfDistribution: outOfDistributionOf(prototypesOf(first, options.network.width), held.distance),
    training: {
      command: request.command,
      seeds: members.map(({ header }) => header.spec.seed),
      data: dataManifest(data),
      network: options.network,
      loss: options.loss,
      options: { ...options, network: undefined, loss: undefined },
      parameters: parameterTable(options.network).size,
    },
    metrics: {
      accuracy,
      macroF1: macro.f1,
      macroPrecision: macro.precision,
      macroRecall: macro.recall,
      calibrationError: calibrated.calibrationError,
      examples: calibrated.scores.examples,
      classes: calibrated.scores.classes,
    },
    limits: limitsOf(preset.name, data),
  };
  const file = exportEnsemble(
    options.network,
    members.map(({ vectors }) => vectors.parameters),
    { model: `${preset.model} ${request.version}` },
  );
  const use =
    'Decision support for readers of cardiac electrophysiology recordings, in research and teaching: it proposes a class for every beat, a person decides. Not a medical device.';
  const card = modelCard({ ...manifest, sha256: '' }, figures, use);
  return { folder: writeModel(request.models, manifest, file, card), manifest };
}
