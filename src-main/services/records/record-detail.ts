import type { LeadGroup, SignalKind } from '../../domain/lead.ts';
import { listRecords, type StoredRecord } from '../../store/records.ts';
import { findStudy } from '../../store/studies.ts';
import { listSetSummaries, type SetSummary } from '../annotations/set-summary.ts';
import { visible } from '../assignments/blinding.ts';
import type { Workstation } from '../workstation.ts';
import { channelStatistics, type ChannelStatistics } from './channel-statistics.ts';
import { requireRecord } from './require-record.ts';
import { headOf, summariseRecord, type RecordSummary, type StudyHead } from './studies.ts';

export interface ChannelDetail extends ChannelStatistics {
  readonly channelIndex: number;
  readonly name: string;
  readonly originalName: string;
  readonly kind: SignalKind;
  readonly group: LeadGroup;
  readonly units: string;
  readonly gain: number;
  readonly baseline: number;
  readonly acquisitionBand?: { readonly low: number; readonly high: number };
}

export interface RecordDetail extends RecordSummary {
  readonly study: StudyHead;
  readonly position: number;
  readonly recordsInStudy: number;
  readonly channels: ChannelDetail[];
  readonly comments: string[];
  readonly annotationSets: SetSummary[];
}

/** A record with its signals, warnings and annotation sets. @throws NotFound */
export function readRecordDetail(workstation: Workstation, recordId: number): RecordDetail {
  const { database } = workstation.library;
  const record = requireRecord(database, recordId);
  const annotationSets = visible(workstation, listSetSummaries(database, recordId));
  const siblings = listRecords(database, record.studyId);
  return {
    ...summariseRecord(record, annotationSets),
    study: headOf(workstation, findStudy(database, record.studyId)!, siblings),
    position: siblings.findIndex(({ id }) => id === recordId) + 1,
    recordsInStudy: siblings.length,
    channels: channelsOf(workstation, record),
    comments: [...record.comments],
    annotationSets,
  };
}

function channelsOf(workstation: Workstation, record: StoredRecord): ChannelDetail[] {
  const statistics = workstation.signals.statistics(record, (file) => channelStatistics(file, record));
  return record.signals.map((signal, channelIndex) => ({
    channelIndex,
    name: signal.name,
    originalName: signal.originalName,
    kind: signal.kind,
    group: signal.group,
    units: signal.units,
    gain: signal.gain,
    baseline: signal.baseline,
    acquisitionBand: signal.acquisitionBand,
    ...statistics[channelIndex],
  }));
}
