/** Bytes collected one after another; grows by doubling. */
export class ByteWriter {
  #buffer = new Uint8Array(4096);
  #length = 0;

  byte(value: number): void {
    if (this.#length === this.#buffer.length) this.#grow(this.#length + 1);
    this.#buffer[this.#length++] = value;
  }

  bytes(values: Uint8Array): void {
    if (this.#length + values.length > this.#buffer.length) this.#grow(this.#length + values.length);
    this.#buffer.set(values, this.#length);
    this.#length += values.length;
  }

  /** A copy of what was collected. */
  finish(): Uint8Array {
    return this.#buffer.slice(0, this.#length);
  }

  #grow(atLeast: number): void {
    const larger = new Uint8Array(Math.max(atLeast, this.#buffer.length * 2));
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }
}
