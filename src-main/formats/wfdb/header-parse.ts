import { unreadable } from '../unreadable.ts';
import { latin1ToText } from '../text-bytes.ts';
import type { HeaderLine } from './header-lines.ts';
import { splitFields, splitHeader } from './header-lines.ts';
import type { WfdbHeader, WfdbSegment } from './header.ts';
import { DEFAULT_FRAME_FREQUENCY } from './header.ts';
import { parseSignalLine } from './header-signal.ts';
import { parseBaseDate, parseBaseTime } from './header-time.ts';

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const FREQUENCY = new RegExp(`^(${NUMBER})(?:/(${NUMBER})(?:\\((${NUMBER})\\))?)?$`);
/** Far above what mapping systems record; a header that says more is garbage. */
const MAX_SIGNALS = 4096;
const NAME = /^([^\s/]+)(?:\/(\d+))?$/;

/**
 * Reads a WFDB header.
 * @param path the header's path in its folder, for messages
 * @throws StudyUnreadable naming the line's byte, for any field that is not what header(5) allows
 */
export function parseHeader(bytes: Uint8Array, path: string): WfdbHeader {
  const { lines, comments } = splitHeader(bytes);
  const [first, ...rest] = lines;
  if (!first) throw unreadable(path, 0, 'the header is empty. Copy the file again.');
  const record = parseRecordLine(first, path);
  const expected = record.segmentCount ?? record.signalCount;
  if (record.signalCount > MAX_SIGNALS) {
    throw unreadable(path, first.byte, `${record.signalCount} signals are more than any recorder has.`);
  }
  if (rest.length < expected) {
    const what = record.segmentCount === undefined ? 'signals' : 'segments';
    throw unreadable(
      path,
      bytes.length,
      `${expected} ${what} are announced, ${rest.length} are described. Copy the file again.`,
    );
  }
  const described = rest.slice(0, expected);
  return {
    path,
    ...record.header,
    signals:
      record.segmentCount === undefined
        ? described.map((line, index) => parseSignalLine(line, index, record.header.name, path))
        : [],
    segments: record.segmentCount === undefined ? [] : described.map((line) => parseSegment(line, path)),
    comments,
  };
}

interface RecordLine {
  readonly header: Omit<WfdbHeader, 'path' | 'signals' | 'segments' | 'comments'>;
  readonly signalCount: number;
  readonly segmentCount: number | undefined;
}

function parseRecordLine(line: HeaderLine, path: string): RecordLine {
  const { fields } = splitFields(line.text, 6);
  const name = NAME.exec(fields[0]);
  const frequency = FREQUENCY.exec(fields[2] ?? `${DEFAULT_FRAME_FREQUENCY}`);
  if (!name || !/^\d{1,6}$/.test(fields[1] ?? '') || !frequency || !/^\d{1,15}$/.test(fields[3] ?? '0')) {
    throw unreadable(path, line.byte, `"${line.text.slice(0, 80)}" is no WFDB record line.`);
  }
  const frameFrequency = Number(frequency[1]);
  if (!(frameFrequency > 0) || !Number.isFinite(frameFrequency)) {
    throw unreadable(path, line.byte, `a sampling frequency of ${frequency[1]} Hz is impossible.`);
  }
  return {
    header: {
      name: latin1ToText(name[1]),
      frameFrequency,
      counterFrequency: Number(frequency[2] ?? frequency[1]),
      baseCounter: Number(frequency[3] ?? 0),
      frames: Number(fields[3] ?? 0) || undefined,
      baseTime: parseBaseTime(fields[4]),
      baseDate: parseBaseDate(fields[5]),
    },
    signalCount: Number(fields[1]),
    segmentCount: name[2] === undefined ? undefined : Number(name[2]),
  };
}

function parseSegment(line: HeaderLine, path: string): WfdbSegment {
  const { fields } = splitFields(line.text, 2);
  if (!/^\d{1,15}$/.test(fields[1] ?? '')) {
    throw unreadable(path, line.byte, `"${line.text.slice(0, 80)}" is no segment line (name and length).`);
  }
  return { name: latin1ToText(fields[0]), frames: Number(fields[1]) };
}
