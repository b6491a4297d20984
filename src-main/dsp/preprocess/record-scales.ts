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

function piecesOf(length: number, fs: number): [from: number, to: number][] {
  const piece = PIECE_SECONDS * fs;
  if (length <= PIECES * piece) return [[0, length]];
  return Array.from({ length: PIECES }, (_, k) => {
    const from = Math.round((k * (length - piece)) / (PIECES - 1));
    return [from, from + piece];
  });
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all.filter((value) => !Number.isNaN(value));
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
  inputs.forEach(({ band, slot }, at) => {
    const samples = joined(pieces[at]);
    if (samples.length === 0 || isFlat(samples)) return;
    if (band === 'ecg') ecg[slot] = spreadScaleOf(samples, parameters);
    else iegm[slot] = spreadScaleOf(samples, parameters);
  });
  return { ecg, iegm };
}
