import { latin1ToText } from '../text-bytes.ts';
import { unreadable } from '../unreadable.ts';
import type { HeaderLine } from './header-lines.ts';
import { splitFields } from './header-lines.ts';
import type { WfdbSignal } from './header.ts';
import { DEFAULT_GAIN } from './header.ts';

const FORMAT = /^(\d{1,4})(?:x(\d{1,6}))?(?::(\d{1,9}))?(?:\+(\d{1,15}))?$/;
const GAIN = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?:\(([+-]?\d+(?:\.\d+)?)\))?(?:\/(\S+))?$/;
/** Beyond these a gain is a slip; within them the amplitude of every ADC value, in V as in nV, is a 32-bit number that is not 0. */
const [LEAST_GAIN, GREATEST_GAIN] = [1e-24, 1e18];
const INTEGER = /^[+-]?\d{1,15}$/;

/** Format of a signal that has no samples: the layout's placeholder in a variable-layout record. */
const NULL_FORMAT = 0;

/** header(5): ADC resolution where none is given, for amplitudes and for differences (format 8). */
const DEFAULT_RESOLUTION = 12;
const DEFAULT_DIFFERENCE_RESOLUTION = 10;

/**
 * One signal line of a header; fields left out get header(5)'s defaults.
 * @param index the signal's position, for the default description
 */
export function parseSignalLine(
  line: HeaderLine,
  index: number,
  recordName: string,
  path: string,
): WfdbSignal {
  const { fields, rest } = splitFields(line.text, 8);
  const fail = (what: string): never => {
    throw unreadable(path, line.byte, `signal ${index + 1}: ${what}. Correct the header or copy it again.`);
  };
  const format = FORMAT.exec(fields[1] ?? '') ?? fail(`"${fields[1] ?? ''}" is no signal format`);
  const gain = GAIN.exec(fields[2] ?? '0') ?? fail(`"${fields[2]}" is no gain`);
  const wrong = fields.slice(3).find((field) => !INTEGER.test(field));
  if (wrong !== undefined) fail(`"${wrong}" is no whole number`);
  const integer = (position: number, otherwise: number): number => Number(fields[position] ?? otherwise);
  const samplesPerFrame = Number(format[2] ?? 1);
  if (samplesPerFrame < 1) fail('0 samples per frame are impossible');
  const adcZero = integer(4, 0);
  const factor = Number(gain[1]);
  if (factor !== 0 && !(Math.abs(factor) >= LEAST_GAIN && Math.abs(factor) <= GREATEST_GAIN))
    fail(`"${fields[2]}" is no gain that a recorder has`);
  if (factor === 0 && fields[2] !== undefined && Number(format[1]) !== NULL_FORMAT) {
    fail(`a gain of 0 gives no amplitude: write the true gain, or none for ${DEFAULT_GAIN} per mV assumed`);
  }
  return {
    fileName: latin1ToText(fields[0]),
    format: Number(format[1]),
    samplesPerFrame,
    skew: Number(format[3] ?? 0),
    byteOffset: Number(format[4] ?? 0),
    gain: factor || DEFAULT_GAIN,
    calibrated: factor !== 0,
    baseline: gain[2] === undefined ? adcZero : Number(gain[2]),
    units: latin1ToText(gain[3] ?? 'mV'),
    adcResolution: integer(3, 0) || (format[1] === '8' ? DEFAULT_DIFFERENCE_RESOLUTION : DEFAULT_RESOLUTION),
    adcZero,
    initialValue: integer(5, adcZero),
    checksum: fields[6] === undefined ? undefined : Number(fields[6]),
    blockSize: integer(7, 0),
    description: latin1ToText(rest) || `record ${recordName}, signal ${index}`,
  };
}
