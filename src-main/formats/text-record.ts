import type { ImportedAnnotations, RecordDescription, RecordReader } from '../domain/record.ts';
import { MISSING_SAMPLE } from '../domain/record.ts';
import { windowArrays } from './check-window.ts';
import type { TextTable } from './text-table.ts';

/** A stretch [from, to) of a record and the table whose rows it is. */
export interface TextPart {
  readonly from: number;
  readonly table: TextTable;
}

export interface TextRecordParts {
  readonly description: RecordDescription;
  readonly files: readonly string[];
  /** In order of time; what lies between them is missing. */
  readonly parts: readonly TextPart[];
  /** Column of each channel. */
  readonly columns: readonly number[];
  readonly close: () => Promise<void>;
}

/** A recording exported as text: one table of numbers, or several that follow one another in time. */
export class TextRecordReader implements RecordReader {
  readonly description: RecordDescription;
  readonly files: readonly string[];
  readonly close: () => Promise<void>;
  readonly #parts: readonly TextPart[];
  readonly #columns: readonly number[];

  constructor({ description, files, parts, columns, close }: TextRecordParts) {
    this.description = description;
    this.files = files;
    this.close = close;
    this.#parts = parts;
    this.#columns = columns;
  }

  /** See `RecordReader`. */
  async readDigital(
    channelIndices: readonly number[],
    from: number,
    to: number,
    into?: readonly Int32Array[],
  ): Promise<Int32Array[]> {
    const out = windowArrays(this.description, channelIndices, from, to, into);
    for (const values of out) values.fill(MISSING_SAMPLE, 0, to - from);
    const columns = channelIndices.map((index) => this.#columns[index]);
    for (const { from: begin, table } of this.#parts) {
      const first = Math.max(from, begin);
      const last = Math.min(to, begin + table.rows);
      await table.read(columns, first - begin, last - begin, out, first - from);
    }
    return out;
  }

  /** Text exports carry none. */
  readAnnotations(): Promise<readonly ImportedAnnotations[]> {
    return Promise.resolve([]);
  }
}
