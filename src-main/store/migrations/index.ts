import { records } from './0001-records.ts';
import { annotations } from './0002-annotations.ts';
import { trail } from './0003-trail.ts';
import { studyMarks } from './0004-study-marks.ts';
import { people } from './0005-people.ts';
import { reading } from './0006-reading.ts';
import { studyMarkEdits } from './0007-study-mark-edits.ts';
import { setCounts } from './0008-set-counts.ts';
import { embeddings } from './0009-embeddings.ts';
import type { Migration } from './migration.ts';

export type { Migration };

/** In order, without gaps, from version 1. */
export const MIGRATIONS: readonly Migration[] = [
  records,
  annotations,
  trail,
  studyMarks,
  people,
  reading,
  studyMarkEdits,
  setCounts,
  embeddings,
];
