import type { FamilyEvidence } from '../families/family-evidence.ts';
import { familyEvidenceFaults } from '../families/family-evidence.ts';
import type { PreprocessParameters } from './parameters.ts';
import type { PriorScaling } from './prior-scaling.ts';

/** Far from everything trained on: 1 - the largest cosine to a class prototype, in units of what held-out examples reach. */
export interface OutOfDistributionManifest {
  /** Mean unit embedding of each class of the first output that was trained on, `[classes][width]`; null: not trained on. */
  readonly prototypes: readonly (readonly number[] | null)[];
  /** Distance that 99 % of held-out examples stay under: a score above 1 is out of distribution. */
  readonly scale: number;
}

/** What was trained on, without naming where it lay. */
export interface TrainingDataManifest {
  readonly name: string;
  readonly simulated: boolean;
  readonly records: readonly string[];
  readonly examples: number;
  readonly support: Readonly<Record<string, number>>;
  /** SHA-256 over the cache keys of all records: changes with any sample, label or parameter. */
  readonly sha256: string;
}

/**
 * `manifest.json` beside `model.onnx`: all that is needed to use a model, and where it comes from. Written by training,
 * read by inference; plain JSON.
 */
export interface ModelManifest {
  readonly format: 1;
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** YYYY-MM-DD. */
  readonly created: string;
  /** Of `model.onnx`, hexadecimal. */
  readonly sha256: string;
  /** Codes of `domain/beat-class` that it can answer, in the order of its probabilities. */
  readonly classes: readonly string[];
  /** Names of the channels that it reads. */
  readonly channels: readonly string[];
  readonly outputs: readonly { readonly name: string; readonly classes: readonly string[] }[];
  /** Which combination of outputs each code of `classes` is. */
  readonly codes: readonly { readonly code: string; readonly of: Readonly<Record<string, string>> }[];
  readonly grouping: { readonly id: string; readonly version: number };
  readonly preprocess: PreprocessParameters;
  readonly priorScaling: PriorScaling;
  /** Evidence that beats of one shape share, before the temperature; none: each beat speaks for itself. */
  readonly families?: FamilyEvidence;
  /** Divides the logits of each output. */
  readonly temperature: Readonly<Record<string, number>>;
  /** Under `threshold` of top probability it would rather not say; chosen on held-out data so that `risk` is kept. */
  readonly abstention: { readonly risk: number; readonly threshold: number };
  readonly outOfDistribution: OutOfDistributionManifest;
  readonly training: {
    readonly command: string;
    readonly seeds: readonly number[];
    readonly data: readonly TrainingDataManifest[];
    readonly network: unknown;
    readonly loss: unknown;
    readonly options: unknown;
    readonly parameters: number;
  };
  /** On subjects never trained on; numbers only are shown in lists. */
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly limits: readonly string[];
}

/** Every way in which a manifest can contradict itself, as sentences; empty where it is sound. */
export function manifestFaults(value: unknown): string[] {
  const manifest = value as Partial<ModelManifest> | null;
  if (typeof manifest !== 'object' || manifest === null) return ['it is no object'];
  if (manifest.format !== 1) return [`its format is ${String(manifest.format)}, this program reads 1`];
  const missing = (
    [
      'id',
      'version',
      'sha256',
      'classes',
      'outputs',
      'codes',
      'preprocess',
      'priorScaling',
      'temperature',
      'abstention',
      'outOfDistribution',
    ] as const
  ).filter((key) => manifest[key] === undefined);
  if (missing.length > 0) return missing.map((key) => `${key} is missing`);
  return contradictions(manifest as ModelManifest);
}

function contradictions({
  classes,
  codes,
  outputs,
  preprocess,
  priorScaling,
  families,
}: ModelManifest): string[] {
  const faults: string[] = [];
  if (preprocess.version !== 1)
    faults.push(`preprocess has version ${String(preprocess.version)}, this program knows 1`);
  if (preprocess.ecgLeads.length + preprocess.electrograms.length === 0) faults.push('it reads no channel');
  if (priorScaling.centre.length !== preprocess.priors.length)
    faults.push('priorScaling is not as long as the priors');
  if (codes.map(({ code }) => code).join() !== classes.join())
    faults.push('codes and classes are not the same');
  for (const { code, of } of codes)
    for (const { name, classes: own } of outputs)
      if (!own.includes(of[name])) faults.push(`the code ${code} has no class of the output ${name}`);
  if (families) faults.push(...familyEvidenceFaults(families, outputs, preprocess.priors));
  return faults;
}
