import { kernelMemoryOf, type KernelMemory } from '../../domain/kernel/kernel-memory.ts';
import { MISSING_SAMPLE } from '../../domain/record.ts';
import { DECODE_24 } from './decode-24-kernel.ts';
import type { FrameLayout, SignalRequest } from './frame-source.ts';

const SENTINEL = -(2 ** 23);
const SAMPLE_BYTES = 3;

/** Four requests for neighbouring signals. */
type Four = readonly [SignalRequest, SignalRequest, SignalRequest, SignalRequest];

/** Requests that a kernel fills four at a time, all into one kernel memory. */
export interface Fours {
  readonly memory: KernelMemory;
  readonly groups: readonly Four[];
}

/**
 * The requests as fours, some in two of them where their number is no multiple; undefined where they are fewer, are
 * not neighbours in their order, have several samples a frame, or lie in no kernel memory.
 */
export function foursOf(
  requests: readonly SignalRequest[],
  { offsets, samplesPerFrame }: FrameLayout,
): Fours | undefined {
  const memory = requests.length < 4 ? undefined : kernelMemoryOf(requests[0].into);
  if (!memory) return undefined;
  const [{ position: first, into, intoOffset }] = requests;
  const fits = requests.every(
    (request, i) =>
      request.into.buffer === into.buffer &&
      request.intoOffset === intoOffset &&
      samplesPerFrame[request.position] === 1 &&
      offsets[request.position] === offsets[first] + i,
  );
  if (!fits) return undefined;
  const groups = Array.from({ length: Math.ceil(requests.length / 4) }, (_, group) => {
    const at = Math.min(4 * group, requests.length - 4);
    return requests.slice(at, at + 4) as unknown as Four;
  });
  return { memory, groups };
}

/**
 * Decodes format 24.
 * @param bytes frames of `layout`, from the first to be decoded on; in the kernel memory they are read where they lie
 * @param frames a multiple of 4, few enough for the kernel memory's scratch
 * @param done values of the requests that are filled already
 */
export function decodeFours24(
  { memory, groups }: Fours,
  bytes: Uint8Array,
  layout: FrameLayout,
  frames: number,
  done: number,
): void {
  if (frames === 0) return;
  const { scratch } = memory;
  const stride = SAMPLE_BYTES * layout.frameLength;
  const isHere = bytes.buffer === scratch.buffer;
  if (!isHere) scratch.set(bytes.subarray(0, frames * stride));
  const at = isHere ? bytes.byteOffset : scratch.byteOffset;
  const { decode24 } = memory.functions(DECODE_24);
  for (const group of groups) {
    const from = group[0].intoOffset + done;
    const targets = group.map(({ into }) => into.byteOffset + 4 * from);
    const lowest = decode24(
      at + SAMPLE_BYTES * layout.offsets[group[0].position],
      stride,
      frames / 4,
      ...targets,
    );
    if (lowest === SENTINEL) for (const { into } of group) markMissing(into.subarray(from, from + frames));
  }
}

function markMissing(values: Int32Array): void {
  for (let i = 0; i < values.length; i++) if (values[i] === SENTINEL) values[i] = MISSING_SAMPLE;
}
