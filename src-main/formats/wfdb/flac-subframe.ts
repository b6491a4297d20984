import type { BitReader } from './bit-reader.ts';

/** RFC 9639, section 9.2.5: predictor coefficients of the fixed orders 0 to 4. */
const FIXED = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]] as const;

/**
 * Decodes one channel of a FLAC frame (RFC 9639, section 9.2).
 * @param bits of a sample of this channel
 * @returns false where the bytes are no subframe
 */
export function decodeSubframe(reader: BitReader, bits: number, out: Int32Array): boolean {
  if (reader.unsigned(1) !== 0) return false;
  const type = reader.unsigned(6);
  const wasted = reader.unsigned(1) === 0 ? 0 : reader.unary() + 1;
  if (wasted >= bits) return false;
  if (!decodeByType(reader, type, bits - wasted, out)) return false;
  if (wasted > 0) for (let i = 0; i < out.length; i++) out[i] <<= wasted;
  return !reader.isPastEnd;
}

function decodeByType(reader: BitReader, type: number, bits: number, out: Int32Array): boolean {
  if (type === 0) {
    out.fill(reader.signed(bits));
    return true;
  }
  if (type === 1) {
    for (let i = 0; i < out.length; i++) out[i] = reader.signed(bits);
    return true;
  }
  if (type >= 8 && type <= 12) return decodePredicted(reader, type - 8, bits, out, () => FIXED[type - 8], 0);
  if (type < 32) return false;
  return decodeLinear(reader, type - 31, bits, out);
}

function decodeLinear(reader: BitReader, order: number, bits: number, out: Int32Array): boolean {
  let shift = 0;
  const readCoefficients = (): readonly number[] | undefined => {
    const precision = reader.unsigned(4) + 1;
    shift = reader.signed(5);
    if (precision === 16 || shift < 0) return undefined;
    return Array.from({ length: order }, () => reader.signed(precision));
  };
  return decodePredicted(reader, order, bits, out, readCoefficients, () => shift);
}

/** Warm-up samples, then coefficients, then what the prediction from the samples before is wrong by. */
function decodePredicted(
  reader: BitReader,
  order: number,
  bits: number,
  out: Int32Array,
  readCoefficients: () => readonly number[] | undefined,
  shiftOf: 0 | (() => number),
): boolean {
  if (order > out.length) return false;
  for (let i = 0; i < order; i++) out[i] = reader.signed(bits);
  const coefficients = readCoefficients();
  if (!coefficients || !decodeResidual(reader, order, out)) return false;
  // Doubles hold the sum exactly: 15 bits a coefficient, 25 a sample, 32 of them.
  const divisor = 2 ** (shiftOf === 0 ? 0 : shiftOf());
  for (let i = order; i < out.length; i++) {
    let sum = 0;
    for (let k = 0; k < order; k++) sum += coefficients[k] * out[i - 1 - k];
    out[i] += Math.floor(sum / divisor);
  }
  return true;
}

/** Rice-coded residuals in partitions (RFC 9639, section 9.2.7), into `out` from `order` on. */
function decodeResidual(reader: BitReader, order: number, out: Int32Array): boolean {
  const method = reader.unsigned(2);
  const partitionOrder = reader.unsigned(4);
  const partitionSize = out.length >> partitionOrder;
  if (method > 1 || partitionSize << partitionOrder !== out.length || partitionSize < order) return false;
  const parameterBits = method === 0 ? 4 : 5;
  const escape = 2 ** parameterBits - 1;
  let at = order;
  for (let partition = 0; partition < 2 ** partitionOrder; partition++) {
    const end = (partition + 1) * partitionSize;
    const parameter = reader.unsigned(parameterBits);
    if (parameter === escape) {
      const bits = reader.unsigned(5);
      for (; at < end; at++) out[at] = reader.signed(bits);
    } else {
      for (; at < end; at++) {
        const folded = reader.unary() * 2 ** parameter + reader.unsigned(parameter);
        out[at] = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
      }
    }
    if (reader.isPastEnd) return false;
  }
  return true;
}
