/** Marks of a record for a window in a blind reading of its own: what others made shows where the reader has labelled. */
import { isBeat } from '../../domain/annotation.ts';
import { matchBeats } from '../../domain/match-beats.ts';
import { findAnnotationSet } from '../../store/annotation-sets.ts';
import { readColumns, type Provenance } from '../../store/annotations.ts';
import { requireRecord } from '../records/require-record.ts';
import type { Workstation } from '../workstation.ts';
import { visibleMarks, withheldMark, type VisibleMark } from './visible-marks.ts';

/** The sets that a blind window shows; those of others on its screen have no classes until their beats are labelled. */
export interface BlindWindow {
  readonly setId?: number;
  readonly machineSetId?: number;
}

/** Provenances of labels that a reader saved here. */
const SAVED_HERE: ReadonlySet<Provenance> = new Set(['blind', 'shown', 'accepted', 'bulk']);
/** Around a stretch: the nearest beat is looked for there, and beats of the two sets find their partners. */
const MARGIN_SECONDS = 3;

interface Beat {
  readonly sampleIndex: number;
  /** The reader has said what it is. */
  readonly known: boolean;
}

/**
 * As `visibleMarks`; of what others made only what lies where the reader has labelled every beat, and of the laboratory's
 * entries elsewhere the time and the kind.
 * @throws NotFound
 */
export function marksWhileBlind(
  workstation: Workstation,
  recordId: number,
  window: BlindWindow,
): VisibleMark[] {
  const me = workstation.annotator();
  const { samplingFrequency } = requireRecord(workstation.library.database, recordId);
  const margin = Math.round(MARGIN_SECONDS * samplingFrequency);
  return visibleMarks(workstation, recordId).flatMap((mark) => {
    if (mark.author === me) return [mark];
    const { from, to = from } = mark;
    const beats = beatsAround(workstation, window, from - margin, to + margin, samplingFrequency);
    return isRead(beats, from, to) ? [mark] : withheldMark(mark);
  });
}

/** Every beat of the stretch is known; where there is none, the nearest to its beginning. */
function isRead(beats: readonly Beat[], from: number, to: number): boolean {
  const within = beats.filter(({ sampleIndex }) => sampleIndex >= from && sampleIndex <= to);
  if (within.length > 0) return within.every(({ known }) => known);
  const away = ({ sampleIndex }: Beat): number => Math.abs(sampleIndex - from);
  const nearest = beats.reduce<Beat | undefined>(
    (best, beat) => (best && away(best) <= away(beat) ? best : beat),
    undefined,
  );
  return nearest?.known ?? false;
}

/** Those of the set, and the machine's that none of them is. */
function beatsAround(
  workstation: Workstation,
  { setId, machineSetId }: BlindWindow,
  from: number,
  to: number,
  samplingFrequency: number,
): Beat[] {
  const { database } = workstation.library;
  const beatsOf = (id: number | undefined, known: (provenance: Provenance) => boolean): Beat[] => {
    if (id === undefined) return [];
    const { sampleIndex, symbol, provenance } = readColumns(database, id, Math.max(0, from), to + 1);
    return symbol.flatMap((one, i) =>
      isBeat({ symbol: one }) ? [{ sampleIndex: sampleIndex[i], known: known(provenance[i]) }] : [],
    );
  };
  const author = setId === undefined ? undefined : findAnnotationSet(database, setId)?.author;
  const isMine = author === workstation.annotator();
  const own = beatsOf(setId, (provenance) => isMine && SAVED_HERE.has(provenance));
  const machine = beatsOf(machineSetId, () => false);
  const places = (beats: readonly Beat[]): number[] => beats.map(({ sampleIndex }) => sampleIndex);
  const { toFirst } = matchBeats(places(own), places(machine), samplingFrequency);
  return [...own, ...machine.filter((_, i) => toFirst[i] < 0)];
}
