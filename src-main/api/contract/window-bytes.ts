/**
 * The layout in which trace windows travel. Little-endian.
 *
 *     0   u32  magic 0x31574B50 ("PKW1")
 *     4   u32  channels C
 *     8   u32  columns N
 *     12  u32  samplesPerColumn R (1: the samples themselves; otherwise a power of two)
 *     16  f64  from: sample index of the first column's first sample
 *     24  C x { u32 channelIndex, u32 flags }      flags: bit 0 filtered, bit 1 has missing, bit 2 has clipped
 *         f32 values, channel after channel: N minima then N maxima (R > 1), or N values (R = 1); physical units; NaN missing
 *         u8  quality, channel after channel, N each: bit 0 a missing sample in the column, bit 1 a clipped one
 *
 * Where columns are made of the pyramid's bins (R of 64 and more, unfiltered) bit 0 tells gaps of R samples or more,
 * wherever they lie, and shorter ones that empty a bin (a half or a quarter column); below, and in a filtered window,
 * it tells every missing sample.
 */
const MAGIC = 0x31574b50;
const HEADER = 24;

export const QUALITY_MISSING = 1;
export const QUALITY_CLIPPED = 2;

export interface WindowChannel {
  readonly channelIndex: number;
  readonly filtered: boolean;
  /** R = 1: the values, and `maxima` is the same array. */
  readonly minima: Float32Array;
  readonly maxima: Float32Array;
  readonly quality: Uint8Array;
}

export interface TraceWindow {
  readonly from: number;
  readonly samplesPerColumn: number;
  readonly columns: number;
  readonly channels: readonly WindowChannel[];
}

const FILTERED = 1;
const HAS_MISSING = 2;
const HAS_CLIPPED = 4;

function flagsOf(channel: WindowChannel): number {
  let flags = channel.filtered ? FILTERED : 0;
  for (const q of channel.quality) {
    if (q & QUALITY_MISSING) flags |= HAS_MISSING;
    if (q & QUALITY_CLIPPED) flags |= HAS_CLIPPED;
  }
  return flags;
}

/** Bytes of a window, in the layout above. All arrays are `columns` long. */
export function encodeWindow(window: TraceWindow): Uint8Array<ArrayBuffer> {
  const { channels, columns, samplesPerColumn } = window;
  const perChannel = samplesPerColumn > 1 ? 2 * columns : columns;
  const valuesAt = HEADER + 8 * channels.length;
  const qualityAt = valuesAt + 4 * perChannel * channels.length;
  const buffer = new ArrayBuffer(qualityAt + columns * channels.length);
  const view = new DataView(buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, channels.length, true);
  view.setUint32(8, columns, true);
  view.setUint32(12, samplesPerColumn, true);
  view.setFloat64(16, window.from, true);
  channels.forEach((channel, index) => {
    view.setUint32(HEADER + 8 * index, channel.channelIndex, true);
    view.setUint32(HEADER + 8 * index + 4, flagsOf(channel), true);
    const values = new Float32Array(buffer, valuesAt + 4 * perChannel * index, perChannel);
    values.set(channel.minima, 0);
    if (samplesPerColumn > 1) values.set(channel.maxima, columns);
    new Uint8Array(buffer, qualityAt + columns * index, columns).set(channel.quality);
  });
  return new Uint8Array(buffer);
}

/** A window from its bytes; the arrays are views of `buffer`. @throws RangeError for bytes that are no window */
export function decodeWindow(buffer: ArrayBuffer): TraceWindow {
  const view = new DataView(buffer);
  if (buffer.byteLength < HEADER || view.getUint32(0, true) !== MAGIC)
    throw new RangeError('Not a trace window.');
  const count = view.getUint32(4, true);
  const columns = view.getUint32(8, true);
  const samplesPerColumn = view.getUint32(12, true);
  const perChannel = samplesPerColumn > 1 ? 2 * columns : columns;
  const valuesAt = HEADER + 8 * count;
  const qualityAt = valuesAt + 4 * perChannel * count;
  if (buffer.byteLength !== qualityAt + columns * count)
    throw new RangeError('A trace window of the wrong length.');
  const channels = Array.from({ length: count }, (_, index): WindowChannel => {
    const at = valuesAt + 4 * perChannel * index;
    const minima = new Float32Array(buffer, at, columns);
    return {
      channelIndex: view.getUint32(HEADER + 8 * index, true),
      filtered: (view.getUint32(HEADER + 8 * index + 4, true) & FILTERED) !== 0,
      minima,
      maxima: samplesPerColumn > 1 ? new Float32Array(buffer, at + 4 * columns, columns) : minima,
      quality: new Uint8Array(buffer, qualityAt + columns * index, columns),
    };
  });
  return { from: view.getFloat64(16, true), samplesPerColumn, columns, channels };
}
