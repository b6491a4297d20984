import { kernelMemoryOf } from '../../domain/kernel/kernel-memory.ts';
import { QUANTISE } from './quantise-kernel.ts';

/** Normalised values are held as 16-bit integers of 1 / 2048: clipped at +-10 they lose nothing that training would see. */
const STEPS = 2048;
export const STEP = 1 / STEPS;
/** Integers are kept within this either way. */
const MOST = 32767;
/** Values taken at once in a kernel memory's scratch. */
const AT_ONCE = 1 << 16;

/** Writes values in steps of 1 / 2048, rounded half up, into `out` from `at` on; by vectors where they lie in a kernel memory. */
export function quantise(values: Float32Array, out: Int16Array, at: number): void {
  const memory = kernelMemoryOf(values);
  const whole = memory ? values.length - (values.length % 8) : 0;
  if (memory && whole > 0) {
    const { quantise8 } = memory.functions(QUANTISE);
    const { buffer, byteOffset } = memory.scratch;
    const room = new Int16Array(buffer, byteOffset, AT_ONCE);
    for (let from = 0; from < whole; from += AT_ONCE) {
      const count = Math.min(AT_ONCE, whole - from);
      quantise8(values.byteOffset + 4 * from, count, byteOffset);
      out.set(room.subarray(0, count), at + from);
    }
  }
  quantisePlainly(values, whole, out, at);
}

function quantisePlainly(values: Float32Array, first: number, out: Int16Array, at: number): void {
  // Rounded by floor, an instruction where Math.round is a call.
  for (let i = first; i < values.length; i++) {
    const steps = Math.floor(values[i] * STEPS + 0.5);
    out[at + i] = steps > MOST ? MOST : steps < -MOST ? -MOST : steps;
  }
}
