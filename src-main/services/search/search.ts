import { setImmediate } from 'node:timers/promises';
import { listAnnotationSets } from '../../store/annotation-sets.ts';
import { readAnnotations } from '../../store/annotations.ts';
import { listRecords, type StoredRecord } from '../../store/records.ts';
import { findStudy } from '../../store/studies.ts';
import { listStudyMarks } from '../../store/study-marks.ts';
import { kindOf } from '../annotations/set-summary.ts';
import { beatsBetween, type SetBeat } from '../measurements/beat-run.ts';
import type { Workstation } from '../workstation.ts';

export interface SearchRequest {
  /** Class code. */
  readonly class?: string;
  /** RR before the beat, ms, bounds inclusive. */
  readonly rrFrom?: number;
  readonly rrTo?: number;
  /** Words of notes and marks, letter case ignored. */
  readonly text?: string;
  readonly limit: number;
}

export interface SearchHit {
  readonly recordId: number;
  readonly record: string;
  readonly study: string;
  /** The newest human set, else the newest machine set; undefined where words alone were found. */
  readonly setId?: number;
  readonly origin?: 'human' | 'machine';
  /** Beats that fit, and where the first of them is. */
  readonly beats: number;
  readonly firstSample?: number;
  readonly notes: { readonly sampleIndex: number; readonly text: string }[];
}

/** Records with beats (and words, where asked for) that fit all that was asked, in order of import. */
export async function search({ library }: Workstation, request: SearchRequest): Promise<SearchHit[]> {
  const { database } = library;
  const hits: SearchHit[] = [];
  for (const record of listRecords(database)) {
    if (hits.length >= request.limit) break;
    const hit = hitOf(database, record, request);
    if (hit) hits.push(hit);
    // A record at a time, so that windows are answered in between.
    await setImmediate();
  }
  return hits;
}

function hitOf(
  database: Workstation['library']['database'],
  record: StoredRecord,
  request: SearchRequest,
): SearchHit | undefined {
  const notes = request.text === undefined ? [] : notesWith(database, record, request.text);
  if (request.text !== undefined && notes.length === 0) return undefined;
  const about = {
    recordId: record.id,
    record: record.name,
    study: findStudy(database, record.studyId)!.name,
    notes,
  };
  const { class: code, rrFrom, rrTo } = request;
  if (code === undefined && rrFrom === undefined && rrTo === undefined)
    return request.text === undefined ? undefined : { ...about, beats: 0 };
  const sets = listAnnotationSets(database, record.id).filter((set) => kindOf(set) !== 'detector');
  const set = sets.findLast(({ origin }) => origin === 'human') ?? sets.at(-1);
  if (!set) return undefined;
  const fitting = beatsThatFit(beatsBetween(database, set.id), 1000 / record.samplingFrequency, request);
  if (fitting.length === 0) return undefined;
  return {
    ...about,
    setId: set.id,
    origin: set.origin,
    beats: fitting.length,
    firstSample: fitting[0].sampleIndex,
  };
}

function beatsThatFit(beats: readonly SetBeat[], ms: number, request: SearchRequest): SetBeat[] {
  const { class: code, rrFrom = 0, rrTo = Infinity } = request;
  const anyInterval = request.rrFrom === undefined && request.rrTo === undefined;
  return beats.filter((beat, i) => {
    const rr = i === 0 ? NaN : (beat.sampleIndex - beats[i - 1].sampleIndex) * ms;
    return (code === undefined || beat.code === code) && (anyInterval || (rr >= rrFrom && rr <= rrTo));
  });
}

/** WFDB's symbol of a note. */
const NOTE = '"';

function notesWith(
  database: Workstation['library']['database'],
  record: StoredRecord,
  text: string,
): SearchHit['notes'] {
  const wanted = text.toLocaleLowerCase();
  const notes = listAnnotationSets(database, record.id)
    .flatMap(({ id }) => readAnnotations(database, id))
    .filter(({ symbol }) => symbol === NOTE)
    .map(({ sampleIndex, aux = '' }) => ({ sampleIndex, text: aux }));
  const marks = listStudyMarks(database, record.id).map((mark) => ({
    sampleIndex: mark.from,
    text: mark.text,
  }));
  const found = [...notes, ...marks].filter((note) => note.text.toLocaleLowerCase().includes(wanted));
  return [...new Map(found.map((note) => [`${note.sampleIndex} ${note.text}`, note])).values()].slice(0, 20);
}
