import { unreadable } from './unreadable.ts';

/** Digits after the point that are kept; recorders write three. */
export const MAX_DECIMALS = 6;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const TAB = 9;
const COMMA = 44;
const MINUS = 45;
const PLUS = 43;
const POINT = 46;
const ZERO = 48;

export interface Row {
  /** One number a column, times 10^`decimals` of the parser. Only valid until the next row. */
  readonly values: Float64Array;
  /** Where the row begins in the file. */
  readonly byte: number;
}

/**
 * Parses text of numbers, a row a line, columns apart by commas or white space, fed in pieces of any size.
 * Blank lines are passed over.
 */
export class NumberRows {
  /** Most digits after a point seen so far. */
  mostDecimals = 0;
  readonly #name: string;
  readonly #scale: number;
  readonly #values: Float64Array;
  #column = 0;
  #rowByte = -1;
  #mantissa = 0;
  #digits = 0;
  #afterPoint = -1;
  #negative = false;

  /**
   * @param name of the file, for messages
   * @param columns that every row must have
   * @param decimals the numbers are given times 10^decimals
   */
  constructor(name: string, columns: number, decimals: number) {
    this.#name = name;
    this.#values = new Float64Array(columns);
    this.#scale = 10 ** decimals;
  }

  /**
   * @param byte the piece's place in the file
   * @param take called for each row; false ends the parsing
   * @returns false where `take` did
   * @throws StudyUnreadable naming the byte, for what is no number and for a row with more or fewer columns
   */
  push(bytes: Uint8Array, byte: number, take: (row: Row) => boolean): boolean {
    for (let at = 0; at < bytes.length; at++) {
      const character = bytes[at];
      const digit = character - ZERO;
      if (digit >= 0 && digit <= 9) this.#addDigit(digit, byte + at);
      else if (character === POINT && this.#afterPoint < 0) this.#point(byte + at);
      else if (character === MINUS || character === PLUS) this.#sign(character, byte + at);
      else if (character === COMMA || character === SPACE || character === TAB) this.#endNumber(byte + at);
      else if (character === NEWLINE || character === RETURN) {
        if (!this.#endRow(byte + at, take)) return false;
      } else throw unreadable(this.#name, byte + at, 'a number was expected here. Export the file again.');
    }
    return true;
  }

  /** Ends the last row, which needs no line end. @param byte the file's size */
  finish(byte: number, take: (row: Row) => boolean): void {
    this.#endRow(byte, take);
  }

  #addDigit(digit: number, byte: number): void {
    if (this.#rowByte < 0) this.#rowByte = byte;
    this.#digits++;
    if (this.#afterPoint < 0) this.#mantissa = this.#mantissa * 10 + digit;
    else if (this.#afterPoint < MAX_DECIMALS) {
      this.#mantissa = this.#mantissa * 10 + digit;
      this.#afterPoint++;
    }
  }

  #point(byte: number): void {
    if (this.#rowByte < 0) this.#rowByte = byte;
    this.#afterPoint = 0;
  }

  #sign(character: number, byte: number): void {
    if (this.#digits > 0 || this.#afterPoint >= 0) {
      throw unreadable(this.#name, byte, 'a sign stands within a number. Export the file again.');
    }
    if (this.#rowByte < 0) this.#rowByte = byte;
    this.#negative = character === MINUS;
  }

  #endNumber(byte: number): void {
    if (this.#digits === 0) {
      if (this.#afterPoint >= 0 || this.#negative)
        throw unreadable(this.#name, byte, 'a number has no digits.');
      return;
    }
    if (this.#column === this.#values.length) this.#wrongColumns(byte);
    const decimals = Math.max(0, this.#afterPoint);
    const size = Math.round((this.#mantissa / 10 ** decimals) * this.#scale);
    this.#values[this.#column++] = this.#negative ? -size : size;
    this.mostDecimals = Math.max(this.mostDecimals, decimals);
    this.#mantissa = 0;
    this.#digits = 0;
    this.#afterPoint = -1;
    this.#negative = false;
  }

  #endRow(byte: number, take: (row: Row) => boolean): boolean {
    this.#endNumber(byte);
    if (this.#column === 0) return true;
    if (this.#column !== this.#values.length) this.#wrongColumns(byte);
    const row = { values: this.#values, byte: this.#rowByte };
    this.#column = 0;
    this.#rowByte = -1;
    return take(row);
  }

  #wrongColumns(byte: number): never {
    const message = `each row should have ${this.#values.length} numbers; this one does not. Export the file again.`;
    throw unreadable(this.#name, byte, message);
  }
}
