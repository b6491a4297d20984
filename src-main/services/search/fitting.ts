import { isBeat } from '../../domain/annotation.ts';
import { beatClassOf } from '../../domain/beat-class.ts';
import { rhythmCodeOf } from '../../domain/rhythm.ts';
import type { AnnotationSet } from '../../store/annotation-sets.ts';
import type { LibraryDatabase } from '../../store/database.ts';
import { markIds, readMarksAt, readSomeMarksAt } from '../../store/find-marks.ts';
import { openMarkTable, type MarkTable } from '../../store/marks.ts';
import type { StudyMark } from '../../store/study-marks.ts';

/** Where something that was asked for is; `to` of a span. */
export interface Place {
  readonly from: number;
  readonly to?: number;
  /** `NRT, RR 318 ms`, `AVNRT 0:42`, words of a note. */
  readonly what: string;
}

interface Request {
  readonly class?: string;
  readonly rrFrom?: number;
  readonly rrTo?: number;
  readonly rhythm?: string;
  readonly text?: string;
}

/** What was asked for, as ids of marks: a library has few marks and millions of annotations. */
export interface WantedMarks {
  readonly table: MarkTable;
  readonly beats: boolean;
  readonly rhythm: boolean;
  readonly text: string | undefined;
  readonly everyBeat: ReadonlySet<number>;
  readonly ofClass: ReadonlySet<number>;
  readonly ofRhythm: ReadonlySet<number>;
  readonly everyRhythm: ReadonlySet<number>;
  readonly notes: ReadonlySet<number>;
}

/** undefined where nothing was asked for, or no set of the library can have it. */
export function wantedMarks(database: LibraryDatabase, request: Request): WantedMarks | undefined {
  const { class: code, rrFrom, rrTo, rhythm, text } = request;
  const interval = rrFrom !== undefined || rrTo !== undefined;
  if (code === undefined && !interval && rhythm === undefined && text === undefined) return undefined;
  const words = text?.toLowerCase();
  const codeOf = (mark: { symbol: string; aux: string }): string => beatClassOf(mark)?.code ?? mark.symbol;
  const ofClass = markIds(database, (mark) => isBeat(mark) && (code === undefined || codeOf(mark) === code));
  const ofRhythm = markIds(
    database,
    ({ symbol, aux }) =>
      symbol === '+' && (rhythmCodeOf(aux) === rhythm || aux.trim().replace(/^\(/, '') === rhythm),
  );
  if (code !== undefined && ofClass.size === 0) return undefined;
  if (rhythm !== undefined && ofRhythm.size === 0) return undefined;
  return {
    table: openMarkTable(database),
    beats: code !== undefined || interval,
    rhythm: rhythm !== undefined,
    text: words,
    everyBeat: markIds(database, isBeat),
    ofClass,
    ofRhythm,
    everyRhythm: markIds(database, ({ symbol }) => symbol === '+'),
    notes: markIds(
      database,
      ({ symbol, aux }) => symbol === '"' && words !== undefined && aux.toLowerCase().includes(words),
    ),
  };
}

/** Spans of the rhythm, each to the next `+` or the record's end. */
export function spansThatFit(
  database: LibraryDatabase,
  setId: number,
  samples: number,
  { everyRhythm, ofRhythm, table }: WantedMarks,
): (Place & { readonly to: number })[] {
  const marks = readSomeMarksAt(database, setId, everyRhythm);
  return marks.flatMap(([from, markId], i) => {
    if (!ofRhythm.has(markId)) return [];
    const what = (table.markOf(markId).aux ?? '').trim().replace(/^\(/, '');
    return [{ from, to: marks[i + 1]?.[0] ?? samples, what }];
  });
}

/** @param msPerSample of the record */
export function beatsThatFit(
  database: LibraryDatabase,
  setId: number,
  msPerSample: number,
  request: Request & { readonly spans?: readonly { readonly from: number; readonly to: number }[] },
  { everyBeat, ofClass, table }: WantedMarks,
): Place[] {
  const { rrFrom = 0, rrTo = Infinity, spans } = request;
  const anyInterval = request.rrFrom === undefined && request.rrTo === undefined;
  const codeOf = (markId: number): string => {
    const mark = table.markOf(markId);
    return beatClassOf(mark)?.code ?? mark.symbol;
  };
  const within = (at: number): boolean =>
    spans === undefined || spans.some(({ from, to }) => at >= from && at < to);
  // Without an interval the beats before are not needed, and the database leaves them out.
  const marks = anyInterval ? readSomeMarksAt(database, setId, ofClass) : readMarksAt(database, setId);
  const found: Place[] = [];
  let before = NaN;
  for (const [at, markId] of marks) {
    if (!everyBeat.has(markId)) continue;
    const rr = (at - before) * msPerSample;
    before = at;
    if (!ofClass.has(markId) || !(anyInterval || (rr >= rrFrom && rr <= rrTo)) || !within(at)) continue;
    const code = codeOf(markId);
    found.push({ from: at, what: anyInterval ? code : `${code}, RR ${Math.round(rr)} ms` });
  }
  return found;
}

/** Notes of the sets and what is logged, each once. */
export function notesThatFit(
  database: LibraryDatabase,
  studyMarks: readonly StudyMark[],
  sets: readonly AnnotationSet[],
  { text = '', notes, table }: WantedMarks,
): { readonly sampleIndex: number; readonly text: string }[] {
  const written = sets
    .flatMap(({ id }) => readSomeMarksAt(database, id, notes))
    .map(([sampleIndex, markId]) => ({ sampleIndex, text: table.markOf(markId).aux ?? '' }));
  const logged = studyMarks
    .filter((mark) => mark.text.toLowerCase().includes(text))
    .map((mark) => ({ sampleIndex: mark.from, text: mark.text }));
  return [
    ...new Map([...written, ...logged].map((note) => [`${note.sampleIndex} ${note.text}`, note])).values(),
  ];
}
