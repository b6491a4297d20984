import type { AverageMarks } from '../../domain/average-intervals.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import type { RecordDescription } from '../../domain/record.ts';
import { requireRecord } from '../records/require-record.ts';
import type { Workstation } from '../workstation.ts';

export interface AverageRequest {
  /** Sample indices. */
  readonly rPeaks: readonly number[];
  readonly channels: readonly number[];
  readonly statistic: 'mean' | 'median';
  readonly beforeMs: number;
  readonly afterMs: number;
  /** The class of all of them; undefined where they are of several: then neither PR nor QT is given. */
  readonly code?: string;
}

export interface AverageTask {
  /** Of the block file. */
  readonly path: string;
  readonly record: RecordDescription;
  readonly request: AverageRequest;
}

/** Samples counted from R; undefined where none was found, or the clinical rules give none. */
export interface AveragePlaces extends AverageMarks {
  /** QRS onset of the QT lead alone; T is its too. */
  readonly qtOnset: number | undefined;
}

export interface AverageResult {
  readonly beats: number;
  /** Of the first point, samples from R. */
  readonly first: number;
  readonly points: number;
  readonly places: AveragePlaces;
  readonly channels: readonly {
    readonly channelIndex: number;
    /** Bits of a window's quality, of all the beats: parts missing, clipped by the recorder. */
    readonly quality: number;
    readonly centre: Float32Array;
    readonly low: Float32Array;
    readonly high: Float32Array;
  }[];
}

/** @throws NotFound; InvalidInput for a channel or a beat outside the record */
export async function averageBeat(
  workstation: Workstation,
  recordId: number,
  request: AverageRequest,
): Promise<AverageResult> {
  const record = requireRecord(workstation.library.database, recordId);
  checkAverage(record, request);
  const key = `${recordId} ${JSON.stringify(request)}`;
  return workstation.analysis.run('average', key, () => ({
    path: workstation.signals.path(record),
    record,
    request,
  }));
}

/** @throws InvalidInput for a channel or a beat outside the record */
export function checkAverage(record: RecordDescription, request: AverageRequest): void {
  const outside = request.channels.some((channel) => channel >= record.signals.length);
  if (outside || request.rPeaks.some((rPeak) => rPeak >= record.samples))
    throw new PurkinjeError('InvalidInput', 'A channel or a beat to average lies outside the record.');
}
