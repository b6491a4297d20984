import { PurkinjeError } from '../domain/errors.ts';
import { inTransaction } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import { appendTrail } from './trail.ts';
import { timestamp } from './timestamp.ts';

export const MODEL_STATES = ['candidate', 'approved', 'retired'] as const;
export type ModelState = (typeof MODEL_STATES)[number];

/** One trained artefact that this library has met. */
export interface ModelVersion {
  readonly id: number;
  readonly model: string;
  readonly version: string;
  /** Of `model.onnx`. */
  readonly sha256: string;
  /** `manifest.json`, as it was. */
  readonly manifest: unknown;
  readonly state: ModelState;
  readonly createdAt: string;
}

interface ModelVersionRow {
  id: number;
  model: string;
  version: string;
  sha256: string;
  manifest: string;
  state: ModelState;
  created_at: string;
}

/** The row of this model and version, made where there is none yet. */
export function findOrInsertModelVersion(
  database: LibraryDatabase,
  model: Omit<ModelVersion, 'id' | 'createdAt'>,
): number {
  const known = findModelVersion(database, model.model, model.version);
  if (known) return known.id;
  const { lastInsertRowid } = database
    .prepare(
      'INSERT INTO model_version (model, version, sha256, manifest, state, created_at) VALUES (?, ?, ?, ?, ?, ?)',
    )
    .run(model.model, model.version, model.sha256, JSON.stringify(model.manifest), model.state, timestamp());
  return Number(lastInsertRowid);
}

export function findModelVersion(
  database: LibraryDatabase,
  model: string,
  version: string,
): ModelVersion | undefined {
  const row = database
    .prepare<[string, string], ModelVersionRow>('SELECT * FROM model_version WHERE model = ? AND version = ?')
    .get(model, version);
  return row && toModelVersion(row);
}

export function findModelVersionById(database: LibraryDatabase, id: number): ModelVersion | undefined {
  const row = database.prepare<[number], ModelVersionRow>('SELECT * FROM model_version WHERE id = ?').get(id);
  return row && toModelVersion(row);
}

export function listModelVersions(database: LibraryDatabase): ModelVersion[] {
  return database
    .prepare<[], ModelVersionRow>('SELECT * FROM model_version ORDER BY id')
    .all()
    .map(toModelVersion);
}

/**
 * Approves or retires a model, and tells it in the trail.
 * @throws NotFound
 */
export function setModelState(
  database: LibraryDatabase,
  id: number,
  state: ModelState,
  author: string,
  why?: string,
): void {
  inTransaction(database, () => {
    const before = findModelVersionById(database, id);
    if (!before) throw new PurkinjeError('NotFound', `There is no model version ${id}.`);
    database.prepare('UPDATE model_version SET state = ? WHERE id = ?').run(state, id);
    const object = `model ${before.model} ${before.version}`;
    appendTrail(database, { who: author, what: 'model-state', object, old: before.state, new: state, why });
  });
}

function toModelVersion(row: ModelVersionRow): ModelVersion {
  return {
    id: row.id,
    model: row.model,
    version: row.version,
    sha256: row.sha256,
    manifest: JSON.parse(row.manifest) as unknown,
    state: row.state,
    createdAt: row.created_at,
  };
}
