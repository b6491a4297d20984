import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PurkinjeError } from '../domain/errors.ts';
import type { ChannelAliases } from '../domain/lead.ts';
import { identifyLead } from '../domain/lead.ts';
import type { RecordDescription } from '../domain/record.ts';
import { productRoot } from './system/product.ts';

/** A trained model that can classify, as its folder `models/<id>/<version>` tells. */
export interface ModelSummary {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly classes: string[];
  readonly channels: string[];
  /** The card, Markdown. */
  readonly card: string;
  readonly metrics: Record<string, number>;
  readonly isDefault: boolean;
  /** Absolute. */
  readonly folder: string;
}

/** What is read of `manifest.json`; the classifier reads the rest. */
interface Manifest {
  readonly title?: string;
  readonly classes: readonly string[];
  readonly channels?: readonly string[];
  readonly metrics?: Readonly<Record<string, unknown>>;
}

/** Classifies where nobody names a model. */
export const DEFAULT_MODEL = 'purkinje-ep';
/** Classifies Holter-like records where nobody names a model. */
const HOLTER_MODEL = 'mitbih-aami';

/** Where models lie: `PURKINJE_MODELS`, else the product's own. */
export function modelsFolder(): string {
  return process.env.PURKINJE_MODELS ?? join(productRoot(), 'models');
}

/** The newest version of each model first in its row; the default model before all others. */
export function listModels(folder = modelsFolder()): ModelSummary[] {
  const found = subfolders(folder).flatMap((id) =>
    subfolders(join(folder, id))
      .sort(newestFirst)
      .filter((version) => existsSync(join(folder, id, version, 'manifest.json')))
      .map((version) => ({ id, version, folder: join(folder, id, version) })),
  );
  const first = found.find(({ id }) => id === DEFAULT_MODEL) ?? found[0];
  return found
    .map((model) => summarise(model, model === first))
    .sort((a, b) => Number(b.isDefault) - Number(a.isDefault));
}

/**
 * @param name id, or `id version`; the default model where it is undefined
 * @throws NotFound naming the models that there are
 */
export function findModel(name?: string, folder = modelsFolder()): ModelSummary {
  const models = listModels(folder);
  const model = models.find(({ id, version, isDefault }) =>
    name === undefined
      ? isDefault
      : name === id || name === `${id} ${version}` || name === `${id}/${version}`,
  );
  if (model) return model;
  const known = models.map(({ id, version }) => `${id} ${version}`).join(', ');
  throw new PurkinjeError(
    'NotFound',
    `There is no model ${name ?? ''}. ${known === '' ? 'None is installed.' : `There are: ${known}.`}`,
  );
}

/** A Holter recorder has up to three leads; fewer minutes than these tell little of the patient's own rhythm and shapes. */
const HOLTER_LEADS = 3;
const HOLTER_MINUTES = 5;

/** One to three surface leads, no electrogram, minutes long: what `HOLTER_MODEL` was made for. */
export function isHolterLike(
  { signals, samples, samplingFrequency }: RecordDescription,
  aliases: ChannelAliases = {},
): boolean {
  const kinds = signals.map(({ originalName }) => identifyLead(originalName, aliases).kind);
  const leads = kinds.filter((kind) => kind === 'ecg').length;
  const isLong = samples >= HOLTER_MINUTES * 60 * samplingFrequency;
  return isLong && leads >= 1 && leads <= HOLTER_LEADS && !kinds.includes('iegm');
}

/**
 * The model that classifies a record where nobody names one: `HOLTER_MODEL` for a Holter-like record, the default
 * model for every other. The result names the model that it was.
 * @throws NotFound naming the models that there are
 */
export function modelFor(
  record: RecordDescription,
  name?: string,
  aliases?: ChannelAliases,
  folder = modelsFolder(),
): ModelSummary {
  if (name !== undefined || !isHolterLike(record, aliases)) return findModel(name, folder);
  return listModels(folder).find(({ id }) => id === HOLTER_MODEL) ?? findModel(undefined, folder);
}

function summarise(model: { id: string; version: string; folder: string }, isDefault: boolean): ModelSummary {
  const manifest = readManifest(join(model.folder, 'manifest.json'));
  const card = join(model.folder, 'card.md');
  const metrics = Object.entries(manifest.metrics ?? {}).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return {
    ...model,
    isDefault,
    title: manifest.title ?? model.id,
    classes: [...manifest.classes],
    channels: [...(manifest.channels ?? [])],
    card: existsSync(card) ? readFileSync(card, 'utf8') : '',
    metrics: Object.fromEntries(metrics),
  };
}

function readManifest(file: string): Manifest {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new PurkinjeError('ModelUnreadable', `${file} is no JSON; install the model again.`, { file });
  }
}

function subfolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** `1.10.0` before `1.9.0`. */
function newestFirst(a: string, b: string): number {
  return b.localeCompare(a, undefined, { numeric: true });
}
