import type { ModelManifest } from '../../dsp/preprocess/model-manifest.ts';
import type { Scores } from '../metrics/confusion.ts';

const percent = (value: number): string => (100 * value).toFixed(1);

/** Scores of one way of splitting, for the card. */
export interface CardFigures {
  readonly what: string;
  readonly scores: Scores;
  readonly calibrationError: number;
}

function classRows(scores: Scores): string[] {
  return scores.classes.map(({ name, support, precision, recall, f1 }) =>
    support === 0
      ? `| ${name} | 0 | absent | absent | absent |`
      : `| ${name} | ${support} | ${percent(recall)} | ${percent(precision)} | ${percent(f1)} |`,
  );
}

function figuresOf({ what, scores, calibrationError }: CardFigures): string {
  const { accuracy, macro, kappa, examples } = scores;
  return [
    `### ${what}`,
    '',
    `${examples} examples; accuracy ${percent(accuracy)} %, macro F1 ${percent(macro.f1)} % (precision ${percent(macro.precision)}, recall ${percent(macro.recall)}, F2 ${percent(macro.f2)}), kappa ${kappa.toFixed(3)}, expected calibration error ${percent(calibrationError)} %.`,
    '',
    '| class | support | sensitivity % | positive predictivity % | F1 % |',
    '|---|---|---|---|---|',
    ...classRows(scores),
    '',
  ].join('\n');
}

function dataOf(manifest: ModelManifest): string[] {
  return manifest.training.data.map(({ name, simulated, records, examples, support }) => {
    const counts = Object.entries(support)
      .filter(([, count]) => count > 0)
      .map(([label, count]) => `${label} ${count}`);
    const what = simulated ? 'made by the simulator of this project' : 'recordings';
    return `- ${name} (${what}): ${records.length} records, ${examples} examples: ${counts.join(', ')}`;
  });
}

/** `card.md` beside a model: intended use, data, figures, limits. Only figures that this training measured. */
export function modelCard(
  manifest: ModelManifest,
  figures: readonly CardFigures[],
  intendedUse: string,
): string {
  const { id, version, title, channels, training, abstention, created } = manifest;
  return [
    `# ${id} ${version}`,
    '',
    `${title}. Trained ${created}.`,
    '',
    '## Intended use',
    '',
    intendedUse,
    '',
    '## What it reads',
    '',
    `Channels by name: ${channels.join(', ')}. Those that a record lacks are told with the result. ${manifest.preprocess.windowSamples} samples at ${manifest.preprocess.samplingFrequency} Hz around each R peak${manifest.preprocess.priors.length > 0 ? `, and ${manifest.preprocess.priors.length} priors relative to the patient's own rhythm and beats` : ''}.`,
    '',
    '## Data',
    '',
    ...dataOf(manifest),
    '',
    '## Figures',
    '',
    ...figures.map(figuresOf),
    '## Limits',
    '',
    ...manifest.limits.map((limit) => `- ${limit}`),
    `- It abstains under ${abstention.threshold.toFixed(3)} of top probability, where ${percent(abstention.risk)} % of the answered held-out beats were wrong or fewer.`,
    '',
    '## Made by',
    '',
    '```',
    training.command,
    '```',
    '',
    `${training.parameters} parameters a network, seeds ${training.seeds.join(', ')}.`,
    '',
  ].join('\n');
}
