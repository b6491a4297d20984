import type { ByteSource } from '../domain/bytes.ts';
import { MISSING_SAMPLE } from '../domain/record.ts';
import { MAX_DECIMALS, NumberRows } from './number-rows.ts';
import { unreadable } from './unreadable.ts';

const READ_BYTES = 2 ** 20;
/** Rows between remembered places; a window is parsed from the last one before it. */
const CHECKPOINT_ROWS = 1024;

export interface TextTableOptions {
  readonly columns: number;
  /** Byte of the first row. */
  readonly start: number;
}

/** A file of numbers, a row a sample: passed through once, after which any window is read from near its beginning. */
export class TextTable {
  readonly rows: number;
  /** Digits after the point: values are given times 10^decimals, as integers. */
  readonly decimals: number;
  /** Columns in which there is nothing but zeros. */
  readonly zeroColumns: readonly boolean[];
  readonly #source: ByteSource;
  readonly #columns: number;
  readonly #checkpoints: readonly number[];

  private constructor(source: ByteSource, pass: FirstPass, columns: number) {
    this.#source = source;
    this.#columns = columns;
    this.#checkpoints = pass.checkpoints;
    this.rows = pass.rows;
    this.decimals = pass.decimals;
    this.zeroColumns = pass.zeroColumns;
  }

  /**
   * Reads the file once, by pieces. The source stays the caller's.
   * @throws StudyUnreadable naming the byte of what is no row of so many numbers
   */
  static async open(source: ByteSource, options: TextTableOptions): Promise<TextTable> {
    return new TextTable(source, await passThrough(source, options), options.columns);
  }

  /** Fills `out[i]` from `outOffset` on with column `columns[i]` of rows [from, to). */
  async read(
    columns: readonly number[],
    from: number,
    to: number,
    out: readonly Int32Array[],
    outOffset: number,
  ): Promise<void> {
    if (from >= to) return;
    const checkpoint = Math.floor(from / CHECKPOINT_ROWS);
    const rows = new NumberRows(this.#source.name, this.#columns, this.decimals);
    let row = checkpoint * CHECKPOINT_ROWS;
    const take = ({ values, byte }: { values: Float64Array; byte: number }): boolean => {
      if (row >= from) {
        for (let i = 0; i < columns.length; i++) {
          out[i][outOffset + row - from] = checked(values[columns[i]], this.#source.name, byte);
        }
      }
      return ++row < to;
    };
    await feed(this.#source, this.#checkpoints[checkpoint], rows, take);
  }
}

interface FirstPass {
  readonly rows: number;
  readonly decimals: number;
  readonly zeroColumns: boolean[];
  readonly checkpoints: number[];
}

async function passThrough(source: ByteSource, { columns, start }: TextTableOptions): Promise<FirstPass> {
  const parser = new NumberRows(source.name, columns, MAX_DECIMALS);
  const zeroColumns = new Array<boolean>(columns).fill(true);
  const checkpoints: number[] = [];
  let rows = 0;
  await feed(source, start, parser, ({ values, byte }) => {
    if (rows++ % CHECKPOINT_ROWS === 0) checkpoints.push(byte);
    for (let i = 0; i < columns; i++) if (values[i] !== 0) zeroColumns[i] = false;
    return true;
  });
  return { rows, zeroColumns, checkpoints, decimals: parser.mostDecimals };
}

async function feed(
  source: ByteSource,
  start: number,
  rows: NumberRows,
  take: (row: { values: Float64Array; byte: number }) => boolean,
): Promise<void> {
  for (let at = start; at < source.size; at += READ_BYTES) {
    const bytes = await source.read(at, READ_BYTES);
    if (!rows.push(bytes, at, take)) return;
  }
  rows.finish(source.size, take);
}

/** MISSING_SAMPLE is no value of a text file, and neither is what 32 bits don't hold. */
function checked(value: number, file: string, byte: number): number {
  if (value > MISSING_SAMPLE && value < -MISSING_SAMPLE) return value;
  throw unreadable(file, byte, 'a value is larger than any recorder writes. Export the file again.');
}
