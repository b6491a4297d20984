import { assemble, type KernelText } from './assemble.ts';
import { Instance, Memory, Module, type WasmMemory, type WasmModule } from './web-assembly.ts';

/** A kernel's functions by name. */
export type KernelFunctions = Readonly<Record<string, (...values: number[]) => number>>;

const PAGE_BYTES = 65_536;
/** Room that a kernel may use while it is called, at the start of the memory. */
const SCRATCH_BYTES = 4 * PAGE_BYTES;
/** A vector may be read that begins before the end of an array. */
const SLACK_BYTES = 16;

const memories = new WeakMap<ArrayBufferLike, KernelMemory>();
const modules = new WeakMap<readonly KernelText[], WasmModule>();

/** Arrays that kernels work on where they lie. Its size is fixed: nothing handed out ever moves. */
export class KernelMemory {
  /** For whoever calls a kernel, until it calls the next one. */
  readonly scratch: Uint8Array<ArrayBuffer>;
  readonly #memory: WasmMemory;
  readonly #instances = new Map<readonly KernelText[], KernelFunctions>();
  #used = SCRATCH_BYTES;

  /** @param bytes of the arrays that will be asked for, as `kernelBytes` counts them */
  constructor(bytes: number) {
    const pages = Math.ceil((SCRATCH_BYTES + bytes) / PAGE_BYTES) + 1;
    this.#memory = new Memory({ initial: pages, maximum: pages });
    this.scratch = new Uint8Array(this.#memory.buffer, 0, SCRATCH_BYTES - SLACK_BYTES);
    memories.set(this.#memory.buffer, this);
  }

  get bytes(): number {
    return this.#memory.buffer.byteLength - SCRATCH_BYTES;
  }

  /** Takes back all arrays that were handed out: whoever holds one has lost it. Those handed out from now on hold what was there. */
  clear(): void {
    this.#used = SCRATCH_BYTES;
  }

  /** Whether an array of so many bytes can still be had. */
  fits(bytes: number): boolean {
    return Math.ceil(this.#used / 8) * 8 + bytes + SLACK_BYTES <= this.#memory.buffer.byteLength;
  }

  /** A new array of `length` zeros. @throws RangeError where the memory is too small */
  int32(length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#memory.buffer, this.#take(4 * length), length);
  }

  /** As `int32`. */
  float64(length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#memory.buffer, this.#take(8 * length), length);
  }

  /** As `int32`. */
  float32(length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#memory.buffer, this.#take(4 * length), length);
  }

  /** As `int32`. @param alignment of its first byte, a multiple of 8 */
  uint8(length: number, alignment = 8): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#memory.buffer, this.#take(length, alignment), length);
  }

  #take(bytes: number, alignment = 8): number {
    const at = Math.ceil(this.#used / alignment) * alignment;
    this.#used = at + bytes + SLACK_BYTES;
    return at;
  }

  /** @param kernel the same array each time: what it is assembled to is kept by it */
  functions(kernel: readonly KernelText[]): KernelFunctions {
    let functions = this.#instances.get(kernel);
    if (!functions) {
      const instance = new Instance(moduleOf(kernel), { kernel: { memory: this.#memory } });
      functions = instance.exports as unknown as KernelFunctions;
      this.#instances.set(kernel, functions);
    }
    return functions;
  }
}

/** Bytes that arrays of these lengths take in a kernel memory, at most. @param each bytes of a value */
export function kernelBytes(lengths: readonly number[], each: 3 | 4 | 8 = 4): number {
  return lengths.reduce((sum, length) => sum + each * length + SLACK_BYTES + 8, 0);
}

/** The kernel memory that an array lies in. */
export function kernelMemoryOf({ buffer }: ArrayBufferView): KernelMemory | undefined {
  return memories.get(buffer);
}

function moduleOf(kernel: readonly KernelText[]): WasmModule {
  let module = modules.get(kernel);
  if (!module) modules.set(kernel, (module = new Module(assemble(kernel))));
  return module;
}
