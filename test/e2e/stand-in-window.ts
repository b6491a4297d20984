/** Samples of the stand-in recording, which repeats itself. */
import { encodeWindow, type WindowChannel } from '../../src-main/api/contract/window-bytes.ts';
import type { StandInChannel } from './stand-in-heart.ts';

/** @param missing [from, to) samples of channel II that are missing */
export function windowOf(
  all: readonly StandInChannel[],
  query: URLSearchParams,
  missing?: readonly [number, number],
): Uint8Array {
  const indices = query.get('channels')!.split(',').map(Number);
  const samplesPerColumn = Number(query.get('samplesPerColumn'));
  const from = Number(query.get('from'));
  const columns = Number(query.get('columns'));
  const filtered = query.has('ecgBand') || query.has('iegmBand') || query.has('notch');
  const level = Math.min(18, Math.log2(samplesPerColumn));
  const channels = indices.map((channelIndex): WindowChannel => {
    const { minima, maxima } = all[channelIndex].levels[level];
    const mask = minima.length - 1;
    const start = from / samplesPerColumn;
    const out = {
      low: new Float32Array(columns),
      high: new Float32Array(columns),
      quality: new Uint8Array(columns),
    };
    for (let k = 0; k < columns; k++) {
      out.low[k] = minima[(start + k) & mask];
      out.high[k] = maxima[(start + k) & mask];
      const at = (start + k) * samplesPerColumn;
      if (missing && channelIndex === 1 && at >= missing[0] && at < missing[1]) {
        out.low[k] = out.high[k] = NaN;
        out.quality[k] = 1;
      }
    }
    return { channelIndex, filtered, minima: out.low, maxima: out.high, quality: out.quality };
  });
  return encodeWindow({ from, samplesPerColumn, columns, channels });
}
