import { isBeat } from '../../domain/annotation.ts';
import { beatClassOf } from '../../domain/beat-class.ts';
import type { LeadGroup } from '../../domain/lead.ts';
import { readAnnotations } from '../../store/annotations.ts';
import { requireSet } from '../annotations/set-summary.ts';
import type { BlindWindow } from '../assignments/blind-marks.ts';
import { marksOf } from '../measurements/study-marks.ts';
import { requireRecord } from '../records/require-record.ts';
import type { Workstation } from '../workstation.ts';
import { withEdits } from './stimulus-edits.ts';
import { nameStimuli } from './name-stimuli.ts';

export interface StimulusMark {
  readonly sampleIndex: number;
  /** mV, signed, on the surface lead where it is largest. */
  readonly amplitude: number;
  readonly channelIndex: number;
  readonly train: number;
  /** S1, S2 ... */
  readonly name: string;
  readonly intervalMs?: number;
  /** Catheter with by far the largest artefact; undefined where two are alike. */
  readonly site?: LeadGroup;
  /** To the first R peak after it, and that beat's class. */
  readonly toBeatMs?: number;
  readonly beatClass?: string;
  /** Of the ventricle, only judged where the ventricle is paced: a QRS begins at once or it does not. */
  readonly captured?: boolean;
  /** Who put it right, where somebody did. */
  readonly by?: string;
}

/** A beat that comes later belongs to no stimulus (longest conducted atrial stimulus, AV block aside). */
const LONGEST_TO_BEAT_MS = 500;
/** R peak of a captured ventricular beat comes within this time: QRS of up to 200 ms, peak in its first half, latency to 50 ms. */
const LONGEST_CAPTURE_MS = 180;

/**
 * Pacing stimuli of a record, named by train; with a set, what followed each.
 * @param window that reads blind of its own accord: it is not told the class of the beat that followed
 * @throws NotFound
 */
export async function listStimuli(
  workstation: Workstation,
  recordId: number,
  setId?: number,
  window?: BlindWindow,
): Promise<StimulusMark[]> {
  const { analysis, signals } = workstation;
  const { database } = workstation.library;
  const record = requireRecord(database, recordId);
  const found = await analysis.run('stimuli', String(recordId), () => ({
    path: signals.path(record),
    record,
  }));
  const ms = 1000 / record.samplingFrequency;
  const stimuli = withEdits(found, marksOf(workstation, recordId, window), record.samplingFrequency);
  const names = nameStimuli(stimuli.map(({ sampleIndex }) => sampleIndex * ms));
  const beats = setId === undefined ? [] : beatsOf(database, setId);
  let next = 0;
  return stimuli.map(({ sampleIndex, amplitude, channelIndex, siteIndex, edit, by }, i): StimulusMark => {
    while (next < beats.length && beats[next].sampleIndex < sampleIndex) next++;
    const site = siteIndex === undefined ? undefined : record.signals[siteIndex].group;
    const toBeat = next < beats.length ? (beats[next].sampleIndex - sampleIndex) * ms : Infinity;
    const mark = {
      sampleIndex,
      amplitude: Number(amplitude.toFixed(3)),
      channelIndex,
      ...names[i],
      ...(edit?.name === undefined ? {} : { name: edit.name }),
      site,
      by,
    };
    const judged = setId !== undefined && site === 'RVA';
    const captured = edit?.captured ?? (judged ? toBeat <= LONGEST_CAPTURE_MS : undefined);
    if (toBeat > LONGEST_TO_BEAT_MS) return { ...mark, captured };
    const beatClass = window ? undefined : beats[next].code;
    return { ...mark, captured, toBeatMs: Math.round(toBeat), beatClass };
  });
}

function beatsOf(
  database: Workstation['library']['database'],
  setId: number,
): { sampleIndex: number; code: string }[] {
  requireSet(database, setId);
  return readAnnotations(database, setId)
    .filter(isBeat)
    .map((beat) => ({ sampleIndex: beat.sampleIndex, code: beatClassOf(beat)?.code ?? beat.symbol }));
}
