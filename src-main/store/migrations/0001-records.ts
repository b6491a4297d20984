import type { Migration } from './migration.ts';

/**
 * What is imported, the models, the jobs, the settings. A study and its records are `complete = 0` until an import's
 * last transaction; nothing but the import and the sweep sees them before.
 */
export const records: Migration = {
  version: 1,
  name: 'records',
  sql: `
CREATE TABLE patient (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  identifier TEXT UNIQUE,
  name TEXT NOT NULL,
  sex TEXT,
  birth_year INTEGER,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE study (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL REFERENCES patient(id),
  name TEXT NOT NULL,
  source TEXT NOT NULL,
  simulated INTEGER NOT NULL DEFAULT 0 CHECK (simulated IN (0, 1)),
  complete INTEGER NOT NULL DEFAULT 0 CHECK (complete IN (0, 1)),
  imported_at TEXT NOT NULL
) STRICT;
CREATE INDEX study_of_patient ON study(patient_id);

CREATE TABLE record (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  study_id INTEGER NOT NULL REFERENCES study(id) ON DELETE CASCADE,
  content_hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  format TEXT NOT NULL,
  sampling_frequency REAL NOT NULL CHECK (sampling_frequency > 0),
  samples INTEGER NOT NULL CHECK (samples >= 0),
  start_time TEXT,
  comments TEXT NOT NULL,
  warnings TEXT NOT NULL,
  files TEXT NOT NULL
) STRICT;
CREATE INDEX record_of_study ON record(study_id);

CREATE TABLE signal (
  record_id INTEGER NOT NULL REFERENCES record(id) ON DELETE CASCADE,
  channel_index INTEGER NOT NULL,
  original_name TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('ecg', 'iegm', 'pressure', 'other')),
  lead_group TEXT NOT NULL CHECK (lead_group IN ('surface', 'CS', 'ABL', 'RVA', 'HIS', 'other')),
  units TEXT NOT NULL,
  gain REAL NOT NULL CHECK (gain <> 0),
  baseline REAL NOT NULL,
  adc_resolution INTEGER NOT NULL,
  adc_zero INTEGER NOT NULL,
  band_low REAL,
  band_high REAL,
  PRIMARY KEY (record_id, channel_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE model_version (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  model TEXT NOT NULL,
  version TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  manifest TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('candidate', 'approved', 'retired')),
  created_at TEXT NOT NULL,
  UNIQUE (model, version)
) STRICT;

CREATE TABLE job (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  run INTEGER NOT NULL DEFAULT 0,
  progress REAL NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
  doing TEXT NOT NULL DEFAULT '',
  seconds_left REAL,
  input TEXT NOT NULL,
  checkpoint TEXT,
  result TEXT,
  error_code TEXT,
  error_message TEXT,
  created_at TEXT NOT NULL,
  started_at TEXT,
  ended_at TEXT
) STRICT;
CREATE INDEX job_by_state ON job(state, kind);

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`,
};
