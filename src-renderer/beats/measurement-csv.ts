/**
 * Calipers and kept intervals as a table for a spreadsheet: by sample index, with seconds and milliseconds beside it. An interval that
 * the program did not find says `by hand`; onset and offset are where a person placed its ends.
 */
import { keptIntervalOf } from '../../src-main/domain/kept-interval.ts';
import { rateOf } from '../../src-main/domain/units.ts';
import type { StudyMark } from '../state/study-marks.svelte.ts';

interface CaliperDetails {
  readonly extent?: number;
  readonly units?: string;
  readonly channel?: string;
}

const HEAD =
  'kind,name,from_sample,to_sample,from_seconds,ms,per_minute,value,units,on,measured_ms,by,kept_at,how,onset_sample,offset_sample';

/** @param marks those of kinds `caliper` and `measurement`, in time order */
export function measurementCsv(marks: readonly StudyMark[], samplingFrequency: number): string {
  const lines = marks.map((mark) => {
    const { from, to = from, kind } = mark;
    const start = [from, to, (from / samplingFrequency).toFixed(4)];
    const who = [mark.author, mark.createdAt];
    if (kind === 'caliper') {
      const ms = ((to - from) * 1000) / samplingFrequency;
      const { extent, units, channel } = (mark.details ?? {}) as CaliperDetails;
      const value = extent === undefined ? ['', '', ''] : [extent.toFixed(3), units, channel];
      return [
        'caliper',
        '',
        ...start,
        ms.toFixed(1),
        ms > 0 ? rateOf(ms).toFixed(1) : '',
        ...value,
        '',
        ...who,
        '',
        '',
        '',
      ];
    }
    const { name, ms, measured, on, ends } = keptIntervalOf(mark.details)!;
    const how = [measured === undefined ? 'by hand' : 'put right', ends?.from, ends?.to];
    return ['interval', name, ...start, ms, '', '', '', on, measured, ...who, ...how];
  });
  return `${[HEAD, ...lines.map((cells) => cells.map(cellOf).join(','))].join('\r\n')}\r\n`;
}

/** RFC 4180; a cell that a spreadsheet would take for a formula is text. */
function cellOf(value: string | number | undefined): string {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && /^[=+@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
