import { borrowKernelMemory, giveBack } from '../../domain/kernel/borrowed-memory.ts';
import { kernelMemoryOf } from '../../domain/kernel/kernel-memory.ts';
import type { ConditionedChannel } from './condition.ts';
import { WindowCutter } from './window-cutter.ts';
import type { PreprocessParameters } from './parameters.ts';
import type { RecordScales } from './record-scales.ts';
import type { WindowBatch } from './window-batch.ts';
import { windowWriter } from './window-channel.ts';

/** A channel that feeds the network, and which of its band's inputs it is. */
export interface RecordInput extends ConditionedChannel {
  readonly slot: number;
}

/** Windows from which on kernels are worth their memory. */
const WORTH_KERNELS = 4;

/**
 * Cuts windows of all inputs, normalises them and marks them as present, where something usable is there.
 * @param signals `[inputs][samples]` mV
 * @param starts where in the signals each window of the batch begins
 */
export function cutWindows(
  signals: readonly Float32Array[],
  inputs: readonly RecordInput[],
  starts: readonly number[],
  batch: WindowBatch,
  scales: RecordScales,
  parameters: PreprocessParameters,
): void {
  const longest = signals.reduce((most, { length }) => Math.max(most, length), 0);
  const isWorthKernels = starts.length >= WORTH_KERNELS && parameters.windowSamples % 4 === 0;
  // Beside the batch where that lies in a kernel memory: then nothing is copied.
  const own = kernelMemoryOf(batch.ecg);
  const memory = isWorthKernels ? (own ?? borrowKernelMemory(cutterBytes(longest, parameters))) : undefined;
  const cutter = memory && new WindowCutter(memory, longest, parameters);
  inputs.forEach(({ band, slot }, at) => {
    const scale = scales[band][slot];
    if (!scale) return;
    const channel = { band, samples: signals[at], scale };
    const isEcg = band === 'ecg';
    const width = (isEcg ? parameters.ecgLeads : parameters.electrograms).length;
    const [target, presence] = isEcg ? [batch.ecg, batch.ecgPresence] : [batch.iegm, batch.iegmPresence];
    const plain = cutter ? undefined : windowWriter(channel, parameters);
    cutter?.begin(channel);
    for (let window = 0; window < starts.length; window++) {
      const row = window * width + slot;
      const to = row * parameters.windowSamples;
      const isPresent = plain ? plain(starts[window], target, to) : cutter!.write(starts[window], target, to);
      if (isPresent) presence[row] = 1;
    }
  });
  if (memory && !own) giveBack(memory);
}

/** Bytes of a kernel memory that are taken to cut windows of signals of at most `longest` samples. */
export function cutterBytes(longest: number, { windowSamples }: PreprocessParameters): number {
  return WindowCutter.bytes(longest, windowSamples);
}
