import type { RecordWarning } from '../../domain/record.ts';
import { decodeText } from '../text-bytes.ts';
import { unreadable } from '../unreadable.ts';
import type { DateOrder, LocalTime } from './cardiolab-time.ts';
import { dateOrderOf, isoOf, parseLocalTime } from './cardiolab-time.ts';

export interface CardiolabChannel {
  /** The recorder's own number; numbers need not be consecutive. */
  readonly number: number;
  readonly label: string;
}

export interface CardiolabHeader {
  readonly path: string;
  readonly samplingFrequency: number;
  readonly samples: number;
  readonly channels: readonly CardiolabChannel[];
  readonly startTime?: string;
  /** `key = value` lines as they stand. */
  readonly lines: readonly string[];
  readonly warnings: readonly RecordWarning[];
}

const MAX_CHANNELS = 1024;
const CHANNEL_LINE = /^\s*(\d+)\s+(\S.*?)\s*$/;

/** @throws StudyUnreadable naming the byte, where the description is not as CardioLab writes it */
export function parseCardiolabHeader(bytes: Uint8Array, path: string): CardiolabHeader {
  const text = decodeText(bytes);
  const lines = text.split(/\r?\n/);
  const table = lines.findIndex((line) => /^Channel Number\s+Channel Label/i.test(line));
  if (table < 0) throw unreadable(path, 0, 'this is no description of a CardioLab export.');
  const general = lines.slice(0, table);
  const field = (name: string): string | undefined =>
    general
      .find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()} =`))
      ?.replace(/^[^=]*=\s*/, '');
  const channels = lines.slice(table + 1).flatMap((line) => {
    const match = CHANNEL_LINE.exec(line);
    return match ? [{ number: Number(match[1]), label: match[2] }] : [];
  });
  const announced = parseInt(field('Number of Channel') ?? '', 10);
  if (announced !== channels.length || announced < 1 || announced > MAX_CHANNELS) {
    const byte = bytes.length;
    throw unreadable(path, byte, `${announced} channels are announced, ${channels.length} are listed.`);
  }
  return {
    path,
    samplingFrequency: positive(field('Data Sampling Rate'), path, 'Data Sampling Rate'),
    samples: positive(field('Points for Each Channel'), path, 'Points for Each Channel'),
    channels,
    ...startOf(field),
    lines: general.filter((line) => line.trim() !== ''),
  };
}

function positive(text: string | undefined, path: string, name: string): number {
  const value = parseFloat(text ?? '');
  if (value > 0 && Number.isFinite(value)) return value;
  throw unreadable(path, 0, `"${text ?? ''}" is impossible for ${name}. Export it again.`);
}

/** The recording's start, and what is not certain about it. */
function startOf(
  field: (name: string) => string | undefined,
): Pick<CardiolabHeader, 'startTime' | 'warnings'> {
  const date = parseLocalTime(field('Date'));
  const start = parseLocalTime(field('Start Time'));
  const order = dateOrderOf([date, start, parseLocalTime(field('Stop Time'))]);
  if (!start) return { warnings: [] };
  if (order) {
    return {
      startTime: isoOf(start, order),
      warnings: date ? otherDay(isoOf(date, order), isoOf(start, order), order) : [],
    };
  }
  const candidates = [...new Set([isoOf(start, 'month-first'), isoOf(start, 'day-first')])];
  const warnings = date && dateUnlike(date, start) ? [exportDated(field('Date'))] : [];
  if (candidates.length === 1) return { startTime: candidates[0], warnings };
  const message = `The start "${field('Start Time')}" may be month/day or day/month; the file does not tell. Say which.`;
  return { warnings: [{ code: 'other', message, candidates }, ...warnings] };
}

function dateUnlike(one: LocalTime, other: LocalTime): boolean {
  return one.first !== other.first || one.second !== other.second || one.year !== other.year;
}

/** As it is written: in which order is not known. */
function exportDated(text: string | undefined): RecordWarning {
  const message = `The export is dated "${text}", the recording starts on another day. The recording's own start is used.`;
  return { code: 'other', message };
}

function otherDay(date: string, start: string, order: DateOrder): RecordWarning[] {
  if (date.slice(0, 10) === start.slice(0, 10)) return [];
  const message = `The export is dated ${date.slice(0, 10)}, the recording starts on ${start.slice(0, 10)} (read ${order}). The recording's own start is used.`;
  return [{ code: 'other', message }];
}
