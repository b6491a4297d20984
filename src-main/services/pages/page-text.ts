import type { SignalKind } from '../../domain/lead.ts';
import type { PageRow } from '../../domain/reading-page.ts';
import type { StoredRecord } from '../../store/records.ts';
import type { DisplayFilters } from '../records/display-filter.ts';
import { CLIPPED, MISSING } from '../records/window.ts';
import type { PrintRequest } from './print-request.ts';

export function titleOf({ kind, order }: PrintRequest): string {
  switch (kind) {
    case 'ep':
      return 'EP page';
    case 'stack':
      return 'Traces';
    case 'disclosure':
      return 'Full disclosure';
    case 'average':
      return 'Average beat';
    case 'aligned':
      return 'Beats aligned to QRS onset';
    case 'moments':
      return 'Two moments';
    case 'pair':
      return 'Raw and filtered';
    case 'twelve':
      return order === 'cabrera' ? '12-lead page, Cabrera order' : '12-lead page';
  }
}

export function speedText(millimetresPerSecond: number): string {
  return `${Number(millimetresPerSecond.toFixed(2))} mm/s`;
}

export function gainText({ kind, ecgGain, iegmGain, ownGains }: PrintRequest): string {
  const both = kind === 'twelve' || kind === 'disclosure' || ecgGain === iegmGain;
  const text = both ? `${ecgGain} mm/mV` : `ECG ${ecgGain}, IEGM ${iegmGain} mm/mV`;
  return ownGains.length > 0 ? `${text}, single leads as written` : text;
}

/** Kinds of signal that a page shows: a band of what is not on it is not written. */
export function kindsOf(rows: readonly PageRow[], { signals }: StoredRecord): ReadonlySet<SignalKind> {
  const channels = rows.flatMap(({ leads }) => leads.flatMap(({ channel }) => channel ?? []));
  return new Set(channels.map((channel) => signals[channel].kind));
}

export function filterText(
  { ecgBand, iegmBand, notch }: DisplayFilters,
  kinds: ReadonlySet<SignalKind>,
): string {
  const parts = [
    ecgBand === undefined || !kinds.has('ecg') ? undefined : `ECG ${ecgBand} Hz`,
    iegmBand === undefined || !kinds.has('iegm') ? undefined : `IEGM ${iegmBand} Hz`,
    notch === undefined ? undefined : `${notch} Hz notch`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'unfiltered' : `filtered: ${parts.join(', ')}`;
}

/** What is said of a lead some of whose columns are not whole. @param bits of a window's quality */
export function qualityText(bits: number): string {
  return `${bits & CLIPPED ? ' clipped by the recorder' : ''}${bits & MISSING ? ' parts missing' : ''}`;
}
