import { setImmediate } from 'node:timers/promises';
import { listAnnotationSets, type AnnotationSet } from '../../store/annotation-sets.ts';
import { listRecords, type StoredRecord } from '../../store/records.ts';
import { findStudy } from '../../store/studies.ts';
import { kindOf } from '../annotations/set-summary.ts';
import { hiddenSets, visible } from '../assignments/blinding.ts';
import type { BlindWindow } from '../assignments/blind-marks.ts';
import { marksOf } from '../measurements/study-marks.ts';
import { headOf } from '../records/studies.ts';
import type { Workstation } from '../workstation.ts';
import { beatsThatFit, notesThatFit, spansThatFit, wantedMarks, type Place } from './fitting.ts';

export interface SearchRequest {
  /** Class code. */
  readonly class?: string;
  /** RR before the beat, ms, bounds inclusive. */
  readonly rrFrom?: number;
  readonly rrTo?: number;
  /** Code of a rhythm class. With a class or an interval, beats within such spans alone. */
  readonly rhythm?: string;
  /** Words of notes and marks, letter case ignored. */
  readonly text?: string;
  /** The record that a window reads blind of its own accord: words of marks alone are searched, as far as it may see them. */
  readonly blind?: { readonly recordId: number; readonly window: BlindWindow };
  /** Most records. */
  readonly limit: number;
  /** Most places of a record that are listed; all are counted. */
  readonly places: number;
}

export interface SearchHit {
  readonly recordId: number;
  readonly record: string;
  readonly studyId: number;
  readonly study: string;
  readonly patient: string;
  readonly samplingFrequency: number;
  /** The newest human set, else the newest machine set; undefined where words alone were found. */
  readonly setId?: number;
  readonly set?: string;
  readonly origin?: 'human' | 'machine';
  /** Beats that fit, and where the first of them is. */
  readonly beats: number;
  readonly firstSample?: number;
  /** Spans of the rhythm. */
  readonly rhythms: number;
  readonly notes: { readonly sampleIndex: number; readonly text: string }[];
  /** Where to look, in time order. */
  readonly places: Place[];
}

/** Records with what fits all that was asked, in order of import. */
export async function search(workstation: Workstation, request: SearchRequest): Promise<SearchHit[]> {
  const { database } = workstation.library;
  const hits: SearchHit[] = [];
  const hidden = hiddenSets(workstation);
  const wanted = wantedMarks(database, request);
  if (wanted === undefined) return hits;
  for (const record of listRecords(database)) {
    if (hits.length >= request.limit) break;
    const blind = request.blind?.recordId === record.id;
    const sets = blind ? [] : visible(workstation, listAnnotationSets(database, record.id), hidden);
    const hit = hitOf(workstation, record, sets, request, wanted);
    if (hit) hits.push(hit);
    // A record at a time, so that windows are answered in between.
    await setImmediate();
  }
  return hits;
}

function windowOn({ blind }: SearchRequest, record: StoredRecord): BlindWindow | undefined {
  return blind?.recordId === record.id ? blind.window : undefined;
}

function hitOf(
  workstation: Workstation,
  record: StoredRecord,
  sets: readonly AnnotationSet[],
  request: SearchRequest,
  wanted: NonNullable<ReturnType<typeof wantedMarks>>,
): SearchHit | undefined {
  const { database } = workstation.library;
  const notes =
    wanted.text === undefined
      ? []
      : notesThatFit(database, marksOf(workstation, record.id, windowOn(request, record)), sets, wanted);
  if (wanted.text !== undefined && notes.length === 0) return undefined;
  const labels = sets.filter((set) => kindOf(set) !== 'detector');
  const set = labels.findLast(({ origin }) => origin === 'human') ?? labels.at(-1);
  const asksLabels = wanted.beats || wanted.rhythm;
  if (asksLabels && !set) return undefined;
  const spans = wanted.rhythm ? spansThatFit(database, set!.id, record.samples, wanted) : undefined;
  if (spans?.length === 0) return undefined;
  const beats = wanted.beats
    ? beatsThatFit(database, set!.id, 1000 / record.samplingFrequency, { ...request, spans }, wanted)
    : [];
  if (wanted.beats && beats.length === 0) return undefined;
  const study = findStudy(database, record.studyId)!;
  const places = [
    ...(wanted.beats ? beats : (spans ?? [])),
    ...notes.map(({ sampleIndex, text }) => ({ from: sampleIndex, what: text })),
  ];
  return {
    recordId: record.id,
    record: record.name,
    studyId: study.id,
    study: study.name,
    patient: headOf(workstation, study, [record]).patient.code,
    samplingFrequency: record.samplingFrequency,
    ...(asksLabels ? { setId: set!.id, set: set!.name, origin: set!.origin } : {}),
    beats: beats.length,
    firstSample: beats[0]?.from,
    rhythms: spans?.length ?? 0,
    notes: notes.slice(0, request.places),
    places: places.sort((a, b) => a.from - b.from).slice(0, request.places),
  };
}
