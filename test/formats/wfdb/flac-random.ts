import type { Random } from '../../../src-main/domain/random.ts';
import { crc16, crc8 } from '../../../src-main/formats/wfdb/flac-crc.ts';

/** Bits collected one after another, the highest of each byte first. */
class BitWriter {
  readonly bits: number[] = [];

  put(value: number, count: number): void {
    for (let i = count - 1; i >= 0; i--) this.bits.push(Math.floor(value / 2 ** i) & 1);
  }

  unary(zeros: number): void {
    for (let i = 0; i < zeros; i++) this.bits.push(0);
    this.bits.push(1);
  }

  bytes(): number[] {
    while (this.bits.length % 8 !== 0) this.bits.push(0);
    const out: number[] = [];
    for (let i = 0; i < this.bits.length; i += 8)
      out.push(this.bits.slice(i, i + 8).reduce((v, b) => v * 2 + b, 0));
    return out;
  }
}

const unsignedOf = (value: number, bits: number): number => (value < 0 ? value + 2 ** bits : value);

/** Signal-like values: a walk, sometimes with its low bits empty. */
function walk(random: Random, count: number, bits: number): number[] {
  const limit = 2 ** (bits - 1) - 1;
  let value = 0;
  return Array.from({ length: count }, () => {
    value = Math.max(-limit, Math.min(limit, value + random.integer(41) - 20));
    return value;
  });
}

function residual(out: BitWriter, values: readonly number[], order: number, random: Random): void {
  const partitionOrder = values.length % 4 === 0 && values.length / 4 >= order ? random.integer(3) : 0;
  const method = random.integer(2);
  const parameterBits = method === 0 ? 4 : 5;
  out.put(method, 2);
  out.put(partitionOrder, 4);
  const size = values.length >> partitionOrder;
  for (let partition = 0; partition < 2 ** partitionOrder; partition++) {
    const part = values.slice(Math.max(order, partition * size), (partition + 1) * size);
    if (random.integer(5) === 0) {
      const bits = part.reduce(
        (most, value) => Math.max(most, Math.ceil(Math.log2(Math.abs(value) + 1)) + 1),
        0,
      );
      out.put(2 ** parameterBits - 1, parameterBits);
      out.put(bits, 5);
      for (const value of part) out.put(unsignedOf(value, bits), bits);
      continue;
    }
    const most = part.reduce((max, value) => Math.max(max, Math.abs(value)), 1);
    const parameter = Math.max(0, Math.ceil(Math.log2(most)) - random.integer(4));
    out.put(parameter, parameterBits);
    for (const value of part) {
      const folded = value >= 0 ? 2 * value : -2 * value - 1;
      out.unary(Math.floor(folded / 2 ** parameter));
      out.put(folded % 2 ** parameter, parameter);
    }
  }
}

const FIXED = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]];

/** @param spare high bits that stay unused, so that sums and differences of two channels stay in range */
function subframe(out: BitWriter, random: Random, count: number, bits: number, spare: number): void {
  const kind = ['constant', 'verbatim', 'fixed', 'linear'][random.integer(4)];
  const wasted = random.integer(3) === 0 ? 1 + random.integer(2) : 0;
  const width = bits - wasted;
  const values = walk(random, count, width - spare);
  const order = kind === 'fixed' ? random.integer(5) : kind === 'linear' ? 1 + random.integer(12) : 0;
  out.put(0, 1);
  out.put({ constant: 0, verbatim: 1, fixed: 8 + order, linear: 31 + order }[kind]!, 6);
  out.put(wasted > 0 ? 1 : 0, 1);
  if (wasted > 0) out.unary(wasted - 1);
  if (kind === 'constant') out.put(unsignedOf(values[0], width), width);
  if (kind === 'verbatim') for (const value of values) out.put(unsignedOf(value, width), width);
  if (kind !== 'fixed' && kind !== 'linear') return;
  for (const value of values.slice(0, order)) out.put(unsignedOf(value, width), width);
  let [coefficients, shift]: [number[], number] = [FIXED[order] ?? [], 0];
  if (kind === 'linear') {
    shift = 5 + random.integer(4);
    coefficients = Array.from({ length: order }, (_, i) =>
      i === 0 ? 2 ** shift - 3 : random.integer(9) - 4,
    );
    out.put(11 - 1, 4);
    out.put(shift, 5);
    for (const coefficient of coefficients) out.put(unsignedOf(coefficient, 11), 11);
  }
  const wrong = values.map((value, i) => {
    if (i < order) return 0;
    const sum = coefficients.reduce((s, c, k) => s + c * values[i - 1 - k], 0);
    return value - Math.floor(sum / 2 ** shift);
  });
  residual(out, wrong, order, random);
}

/** One frame with every kind of coding that RFC 9639 has, chosen at random; frame number 0. */
export function randomFrame(random: Random, bits: 8 | 16 | 24): { bytes: Uint8Array; channels: number } {
  const count = 16 + random.integer(80);
  const assignment = random.integer(11);
  const channels = assignment >= 8 ? 2 : assignment + 1;
  const head = [0xff, 0xf8, 0x6b, (assignment << 4) | ({ 8: 1, 16: 4, 24: 6 }[bits] << 1), 0, count - 1];
  head.push(crc8(Uint8Array.from(head), 0, head.length));
  const body = new BitWriter();
  for (let channel = 0; channel < channels; channel++) {
    const isSide = assignment >= 8 && channel === (assignment === 9 ? 0 : 1);
    subframe(body, random, count, isSide ? bits + 1 : bits, assignment >= 8 ? 2 : 0);
  }
  const all = [...head, ...body.bytes()];
  const crc = crc16(Uint8Array.from(all), 0, all.length);
  return { bytes: Uint8Array.from([...all, crc >> 8, crc & 255]), channels };
}
