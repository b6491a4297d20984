/**
 * The layout in which an average beat travels. Little-endian.
 *
 *     0   u32  magic 0x33424B50 ("PKB3")
 *     4   u32  channels C
 *     8   u32  points N
 *     12  u32  beats averaged
 *     16  f64  sample of the first point, counted from R (negative)
 *     24  5 x f64  P onset, QRS onset, QRS offset, T offset, QRS onset of the QT lead: samples from R, NaN where none was found
 *     64  C x u32 channelIndex
 *         C x u32 quality: bit 0 parts missing, bit 1 clipped by the recorder
 *         f32 values, channel after channel: N of the centre, N of the lower and N of the upper bound; NaN missing
 */
import { AVERAGE_MARKS, type AverageMarks } from '../../domain/average-intervals.ts';

const MAGIC = 0x33424b50;
const MARKS_AT = 24;
const CHANNELS_AT = 64;

/** Places on the average beat, samples from R; undefined where none was found. T is of the QT lead, II or V5. */
export interface AveragePlaces extends AverageMarks {
  /** QRS onset of the QT lead alone. */
  readonly qtOnset: number | undefined;
}

export interface AverageChannel {
  readonly channelIndex: number;
  /** Bits of a window's quality, of all the beats: 1 parts missing, 2 clipped by the recorder. */
  readonly quality: number;
  /** Mean or median, physical units. */
  readonly centre: Float32Array;
  /** One standard deviation below and above a mean; the 10th and 90th percentile about a median. */
  readonly low: Float32Array;
  readonly high: Float32Array;
}

export interface AverageBeat {
  readonly beats: number;
  readonly first: number;
  readonly points: number;
  readonly places: AveragePlaces;
  readonly channels: readonly AverageChannel[];
}

const PLACES = [...AVERAGE_MARKS, 'qtOnset'] as const;

export function encodeAverage(average: AverageBeat): Uint8Array<ArrayBuffer> {
  const { channels, points } = average;
  const valuesAt = CHANNELS_AT + 8 * channels.length;
  const buffer = new ArrayBuffer(valuesAt + 12 * points * channels.length);
  const view = new DataView(buffer);
  [MAGIC, channels.length, points, average.beats].forEach((word, i) => view.setUint32(4 * i, word, true));
  view.setFloat64(16, average.first, true);
  PLACES.forEach((name, i) => view.setFloat64(MARKS_AT + 8 * i, average.places[name] ?? NaN, true));
  channels.forEach(({ channelIndex, quality, centre, low, high }, i) => {
    view.setUint32(CHANNELS_AT + 4 * i, channelIndex, true);
    view.setUint32(CHANNELS_AT + 4 * (channels.length + i), quality, true);
    [centre, low, high].forEach((values, k) =>
      new Float32Array(buffer, valuesAt + 4 * points * (3 * i + k), points).set(values),
    );
  });
  return new Uint8Array(buffer);
}

/** An average beat from its bytes; the arrays are views of `buffer`. @throws RangeError for bytes that are none */
export function decodeAverage(buffer: ArrayBuffer): AverageBeat {
  const view = new DataView(buffer);
  if (buffer.byteLength < CHANNELS_AT || view.getUint32(0, true) !== MAGIC)
    throw new RangeError('Not an average beat.');
  const count = view.getUint32(4, true);
  const points = view.getUint32(8, true);
  const valuesAt = CHANNELS_AT + 8 * count;
  if (buffer.byteLength !== valuesAt + 12 * points * count)
    throw new RangeError('An average beat of the wrong length.');
  const place = (i: number): number | undefined => {
    const value = view.getFloat64(MARKS_AT + 8 * i, true);
    return Number.isNaN(value) ? undefined : value;
  };
  const values = (i: number): Float32Array => new Float32Array(buffer, valuesAt + 4 * points * i, points);
  return {
    beats: view.getUint32(12, true),
    first: view.getFloat64(16, true),
    points,
    places: Object.fromEntries(PLACES.map((name, i) => [name, place(i)])) as unknown as AveragePlaces,
    channels: Array.from({ length: count }, (_, i) => ({
      channelIndex: view.getUint32(CHANNELS_AT + 4 * i, true),
      quality: view.getUint32(CHANNELS_AT + 4 * (count + i), true),
      centre: values(3 * i),
      low: values(3 * i + 1),
      high: values(3 * i + 2),
    })),
  };
}
