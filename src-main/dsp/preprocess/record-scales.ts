import { borrowKernelMemory, giveBack } from '../../domain/kernel/borrowed-memory.ts';
import { kernelBytes } from '../../domain/kernel/kernel-memory.ts';
import { KernelOrder } from '../kernel-order.ts';
import type { ChannelMap } from './channels.ts';
import type { ConditionedRecord } from './conditioned-record.ts';
import type { PreprocessParameters } from './parameters.ts';
import type { ChannelScale } from './window-normalise.ts';
import { isFlat, spreadScaleOf } from './window-normalise.ts';

/** Per input channel; undefined: not in the record, or flat in it. `ecg` is undefined where windows are scaled one by one. */
export interface RecordScales {
  readonly ecg: readonly (ChannelScale | undefined)[];
  readonly iegm: readonly (ChannelScale | undefined)[];
}

/** A long record is judged by this many pieces of this length (s), evenly spread; a shorter one by all of it. */
const PIECES = 15;
const PIECE_SECONDS = 10;
/** Where a percentile is looked for first: any value gives the same. */
const USUAL_MILLIVOLTS = 0.1;

function piecesOf(length: number, fs: number): [from: number, to: number][] {
  const piece = PIECE_SECONDS * fs;
  if (length <= PIECES * piece) return [[0, length]];
  return Array.from({ length: PIECES }, (_, k) => {
    const from = Math.round((k * (length - piece)) / (PIECES - 1));
    return [from, from + piece];
  });
}

/** The present samples of all pieces. */
function joined(parts: readonly Float32Array[]): Float32Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const all = parts.length === 1 ? parts[0] : new Float32Array(length);
  if (parts.length > 1) {
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
  }
  let missing = 0;
  for (let n = 0; n < length; n++) if (all[n] !== all[n]) missing++; // NaN differs from itself
  return missing === 0 ? all : all.filter((value) => !Number.isNaN(value));
}

/** As `spreadScaleOf`, by counting in a kernel memory where there is one. */
function spreadScales(
  channels: readonly Float32Array[],
  parameters: PreprocessParameters,
): (ChannelScale | undefined)[] {
  const longest = channels.reduce((most, { length }) => Math.max(most, length), 0);
  const memory = borrowKernelMemory(kernelBytes([longest]) + KernelOrder.bytes(longest));
  if (!memory) return channels.map((samples) => plainScale(samples, parameters));
  const room = memory.float32(longest);
  const order = new KernelOrder(memory, longest);
  const scales = channels.map((samples) => {
    if (samples.length === 0 || isFlat(samples)) return undefined;
    room.set(samples);
    order.load(room.byteOffset, samples.length);
    const centre = order.median(0, USUAL_MILLIVOLTS);
    const spread = order.deviationPercentile(parameters.iegmPercentile, centre, USUAL_MILLIVOLTS);
    return { centre, scale: Math.max(parameters.iegmFloor, spread) };
  });
  giveBack(memory);
  return scales;
}

function plainScale(samples: Float32Array, parameters: PreprocessParameters): ChannelScale | undefined {
  return samples.length === 0 || isFlat(samples) ? undefined : spreadScaleOf(samples, parameters);
}

/** The record's own scale of each channel, from evenly spread pieces of it. */
export async function recordScalesOf(
  record: ConditionedRecord,
  map: ChannelMap,
  parameters: PreprocessParameters,
): Promise<RecordScales> {
  const inputs = [
    ...map.ecg.map((channelIndex, slot) => ({ channelIndex, slot, band: 'ecg' as const })),
    ...map.iegm.map((channelIndex, slot) => ({ channelIndex, slot, band: 'iegm' as const })),
  ].flatMap((input) =>
    input.channelIndex === undefined ? [] : [{ ...input, channelIndex: input.channelIndex }],
  );
  const pieces: Float32Array[][] = inputs.map(() => []);
  for (const [from, to] of piecesOf(record.length, parameters.samplingFrequency)) {
    const read = await record.window(inputs, from, to);
    read.forEach((samples, at) => pieces[at].push(samples));
  }
  const ecg: (ChannelScale | undefined)[] = map.ecg.map(() => undefined);
  const iegm: (ChannelScale | undefined)[] = map.iegm.map(() => undefined);
  const found = spreadScales(
    pieces.map((parts) => joined(parts)),
    parameters,
  );
  inputs.forEach(({ band, slot }, at) => {
    if (band === 'ecg') ecg[slot] = found[at];
    else iegm[slot] = found[at];
  });
  return { ecg, iegm };
}
