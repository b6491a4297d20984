import { marked, plainText, type DecimalMark } from '../../domain/decimal-mark.ts';
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

export function speedText(millimetresPerSecond: number, mark: DecimalMark): string {
  return `${plainText(Number(millimetresPerSecond.toFixed(2)), mark)} mm/s`;
}

export function gainText({ kind, ecgGain, iegmGain, ownGains }: PrintRequest, mark: DecimalMark): string {
  const both = kind === 'twelve' || kind === 'disclosure' || ecgGain === iegmGain;
  const [ecg, iegm] = [plainText(ecgGain, mark), plainText(iegmGain, mark)];
  const text = both ? `${ecg} mm/mV` : `ECG ${ecg}, IEGM ${iegm} mm/mV`;
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
  mark: DecimalMark,
): string {
  const parts = [
    ecgBand === undefined || !kinds.has('ecg') ? undefined : `ECG ${marked(ecgBand, mark)} Hz`,
    iegmBand === undefined || !kinds.has('iegm') ? undefined : `IEGM ${marked(iegmBand, mark)} Hz`,
    notch === undefined ? undefined : `${plainText(notch, mark)} Hz notch`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'unfiltered' : `filtered: ${parts.join(', ')}`;
}

/** What is said of a lead some of whose columns are not whole. @param bits of a window's quality */
export function qualityText(bits: number): string {
  return `${bits & CLIPPED ? ' clipped by the recorder' : ''}${bits & MISSING ? ' parts missing' : ''}`;
}
