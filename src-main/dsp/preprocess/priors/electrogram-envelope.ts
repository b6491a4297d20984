import { kernelMemoryOf, type KernelMemory } from '../../../domain/kernel/kernel-memory.ts';
import { ENVELOPE } from './envelope-kernel.ts';

/** Windows longer than this do not fit into a kernel memory's scratch. */
const MOST_SAMPLES = 1 << 14;

/**
 * Mean of the rectified channels, smoothed over three samples; by vectors where they lie in a kernel memory.
 * @param rows `[1 or more][samples]`
 * @returns `[samples]`, the first and the last 0; gone when a kernel is called next
 */
export function envelopeOf(rows: readonly Float32Array[]): Float32Array {
  const [{ length, buffer }] = rows;
  const memory = kernelMemoryOf(rows[0]);
  const fits = length % 4 === 0 && length <= MOST_SAMPLES && rows.every((row) => row.buffer === buffer);
  return memory && fits ? byKernel(memory, rows) : plainEnvelope(rows);
}

/** Of the rows of one call after the other. */
let room = new Float32Array(512);

/** `envelopeOf` the first half of one channel alone, where atria are looked for; gone at the next call. */
export function smoothedRow(row: Float32Array): Float32Array {
  if (room.length < row.length) room = new Float32Array(row.length);
  room[0] = 0;
  for (let t = 1; 2 * t < row.length; t++)
    room[t] = (Math.abs(row[t - 1]) + Math.abs(row[t]) + Math.abs(row[t + 1])) / 3;
  return room;
}

function plainEnvelope(rows: readonly Float32Array[]): Float32Array {
  const [{ length }] = rows;
  const sum = new Float32Array(length);
  for (const row of rows) for (let t = 0; t < length; t++) sum[t] += Math.abs(row[t]) / rows.length;
  const smooth = new Float32Array(length);
  for (let t = 1; t + 1 < length; t++) smooth[t] = (sum[t - 1] + sum[t] + sum[t + 1]) / 3;
  return smooth;
}

function byKernel(memory: KernelMemory, rows: readonly Float32Array[]): Float32Array {
  const [{ length }] = rows;
  const { buffer, byteOffset } = memory.scratch;
  const { addAbsolute, smoothThree } = memory.functions(ENVELOPE);
  const divisor = new Float64Array(buffer, byteOffset, 2);
  divisor[0] = rows.length;
  const sum = new Float32Array(buffer, byteOffset + 64, length + 4).fill(0);
  const smooth = new Float32Array(buffer, sum.byteOffset + sum.byteLength, length);
  for (const row of rows) addAbsolute(row.byteOffset, length, byteOffset, sum.byteOffset);
  divisor[0] = 3;
  smoothThree(sum.byteOffset, length, byteOffset, smooth.byteOffset + 4);
  smooth[0] = 0;
  smooth[length - 1] = 0;
  return smooth;
}
