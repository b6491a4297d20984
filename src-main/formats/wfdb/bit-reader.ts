/** Reads bits from the highest of each byte on. Past the end it gives zeros; `isPastEnd` then says so. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #bit: number;

  constructor(bytes: Uint8Array, fromByte: number) {
    this.#bytes = bytes;
    this.#bit = fromByte * 8;
  }

  get isPastEnd(): boolean {
    return this.#bit > this.#bytes.length * 8;
  }

  /** An unsigned number of 0 to 32 bits. */
  unsigned(count: number): number {
    if (count > 24) return this.unsigned(count - 16) * 65536 + this.unsigned(16);
    if (count === 0) return 0;
    const value = this.#ahead() >>> (32 - count);
    this.#bit += count;
    return value;
  }

  /** A number of 0 to 33 bits in two's complement. */
  signed(count: number): number {
    if (count === 0) return 0;
    const negative = this.unsigned(1) === 1;
    const rest = this.unsigned(count - 1);
    return negative ? rest - 2 ** (count - 1) : rest;
  }

  /** Zeros before the next one, which is passed over. */
  unary(): number {
    let zeros = 0;
    for (;;) {
      const leading = Math.clz32(this.#ahead());
      if (leading < 24) {
        this.#bit += leading + 1;
        return zeros + leading;
      }
      zeros += 24;
      this.#bit += 24;
      if (this.isPastEnd) return zeros;
    }
  }

  /** The next 25 bits or more, highest first. */
  #ahead(): number {
    const bytes = this.#bytes;
    const at = this.#bit >> 3;
    const word = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    return word << (this.#bit & 7);
  }
}
