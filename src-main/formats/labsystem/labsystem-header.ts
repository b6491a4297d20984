import type { ByteSource } from '../../domain/bytes.ts';
import { decodeLatin1 } from '../text-bytes.ts';
import { unreadable } from '../unreadable.ts';

export interface LabsystemChannel {
  readonly label: string;
  /** Full scale of the 16-bit values, in mV. */
  readonly range: number;
  readonly band?: { readonly low: number; readonly high: number };
}

export interface LabsystemHeader {
  readonly path: string;
  readonly samplingFrequency: number;
  readonly samples: number;
  /** Seconds of the day at which the export begins; the file has no date. */
  readonly startSecond: number;
  readonly channels: readonly LabsystemChannel[];
  /** Byte of the first row of numbers. */
  readonly dataStart: number;
  /** The lines that describe the whole export. */
  readonly lines: readonly string[];
}

const MARK = '[Header]';
const DATA = '[Data]';
/** Eight lines a channel of some 20 bytes: room for thousands of channels. */
const MAX_HEADER_BYTES = 2 ** 20;
/** Read first: what a hundred channels take. */
const USUAL_HEADER_BYTES = 2 ** 14;
/** Of text exports, which have a column a channel. */
const MAX_CHANNELS = 1024;

export async function isLabsystem(source: ByteSource): Promise<boolean> {
  const head = decodeLatin1(await source.read(0, 256));
  return head.startsWith(MARK) && /Channels exported/i.test(head);
}

/** @throws StudyUnreadable naming the byte where the header is not as the system writes it */
export async function readLabsystemHeader(source: ByteSource, path: string): Promise<LabsystemHeader> {
  const start = decodeLatin1(await source.read(0, USUAL_HEADER_BYTES));
  const text = start.includes(DATA) ? start : decodeLatin1(await source.read(0, MAX_HEADER_BYTES));
  const data = text.indexOf(DATA);
  if (!text.startsWith(MARK) || data < 0) throw unreadable(path, 0, 'this is no LabSystem PRO export.');
  const [general, ...blocks] = text.slice(0, data).split(/^(?=Channel #:)/m);
  const field = (name: RegExp): string =>
    fieldOf(general, name) ?? fail(path, 0, `${name.source} is not given`);
  const announced = Number(/\d+/.exec(field(/Channels exported/))?.[0] ?? NaN);
  if (announced !== blocks.length || announced < 1 || announced > MAX_CHANNELS) {
    throw unreadable(path, 0, `${announced} channels are announced, ${blocks.length} are described.`);
  }
  return {
    path,
    samplingFrequency: positive(field(/Sample Rate/), path, 'the sample rate'),
    samples: positive(field(/Samples per channel/), path, 'the number of samples'),
    startSecond: secondOfDay(field(/Start time/), path),
    channels: blocks.map((block) => parseChannel(block, path, text.indexOf(block))),
    dataStart: data + DATA.length,
    lines: general.split(/\r?\n/).filter((line) => line.includes(':')),
  };
}

/** mV; no amplifier has 1 kV, and a number without end would be a gain of 0. */
const WIDEST_RANGE = 1e6;

function parseChannel(block: string, path: string, byte: number): LabsystemChannel {
  const label = fieldOf(block, /Label/) ?? fail(path, byte, 'a channel has no label');
  const text = fieldOf(block, /Range/) ?? '';
  const match = /^([\d.]+)\s*(mv|uv|v)\b/i.exec(text);
  const perMillivolt = { mv: 1, uv: 1e-3, v: 1e3 }[match?.[2].toLowerCase() ?? ''];
  const range = Number(match?.[1] ?? NaN) * (perMillivolt ?? NaN);
  if (!(range > 0 && range <= WIDEST_RANGE)) fail(path, byte, `"${text}" is no range of channel ${label}`);
  const [low, high] = [fieldOf(block, /Low/), fieldOf(block, /High/)].map((value) => parseFloat(value ?? ''));
  return { label, range, ...(low >= 0 && high > low ? { band: { low, high } } : {}) };
}

function fieldOf(text: string, name: RegExp): string | undefined {
  return new RegExp(`^${name.source}:[ \\t]*(.*?)\\s*$`, 'mi').exec(text)?.[1];
}

/** `3522`, `1000Hz`; a number of samples may be followed by a time. */
function positive(text: string, path: string, what: string): number {
  const value = parseFloat(text);
  return value > 0 && Number.isFinite(value) ? value : fail(path, 0, `"${text}" is impossible for ${what}`);
}

function secondOfDay(text: string, path: string): number {
  const match = /^(\d{1,2}):(\d\d):(\d\d)/.exec(text);
  const [hours, minutes, seconds] = (match?.slice(1) ?? []).map(Number);
  if (!match || hours > 23 || minutes > 59 || seconds > 59)
    return fail(path, 0, `"${text}" is no start time`);
  return hours * 3600 + minutes * 60 + seconds;
}

function fail(path: string, byte: number, what: string): never {
  throw unreadable(path, byte, `${what}. Export the file again.`);
}
