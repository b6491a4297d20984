import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src-main/domain/bytes.ts';
import { NumberRows } from '../../src-main/formats/number-rows.ts';
import { TextTable } from '../../src-main/formats/text-table.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What a parser with 3 decimals gives for the text, fed in pieces of `step` bytes. */
function rowsOf(text: string, columns: number, step: number): number[][] {
  const bytes = encode(text);
  const parser = new NumberRows('x.txt', columns, 3);
  const rows: number[][] = [];
  const take = ({ values }: { values: Float64Array }): boolean => rows.push([...values]) > 0;
  for (let at = 0; at < bytes.length; at += step) parser.push(bytes.subarray(at, at + step), at, take);
  parser.finish(bytes.length, take);
  return rows;
}

describe('rows of numbers', () => {
  it('are the same however the bytes are cut', () => {
    const text = '1.5, -2 ,+3\r\n\n0.001 .25\t-0\n  -7.12345678 8. 9';
    const expected = [
      [1500, -2000, 3000],
      [1, 250, -0],
      [-7123, 8000, 9000],
    ];
    for (let step = 1; step <= text.length; step++) expect(rowsOf(text, 3, step)).toEqual(expected);
  });

  it.each([
    ['1 2\n3 x 4\n', 6],
    ['1 2\n3\n', 5],
    ['1 2\n3 4 5\n', 9],
    ['1 2-3\n', 3],
    ['1 -\n', 3],
    ['1 .\n', 3],
    ['1 2\n3 1e5', 7],
  ])('%j is refused with the byte', (text, byte) => {
    let error: unknown;
    try {
      rowsOf(text, 2, 100);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'StudyUnreadable', place: { file: 'x.txt', byte } });
  });
});

describe('digits after the point', () => {
  it('are counted up to six; what is written beyond them is left out', () => {
    const parser = new NumberRows('x.txt', 2, 6);
    const bytes = encode('0.12345678 -1.5\n');
    parser.push(bytes, 0, ({ values }) => expect([...values]).toEqual([123456, -1500000]) === undefined);
    expect(parser.mostDecimals).toBe(6);
  });
});

describe('a table of numbers in text', () => {
  it('gives any window as the whole, reading only from near its beginning', async () => {
    const samples = 5000;
    const value = (row: number, column: number): number =>
      column === 2 ? 0 : ((row * 37 + column * 11) % 999) - 500;
    const lines = Array.from({ length: samples }, (_, row) =>
      [0, 1, 2].map((column) => (value(row, column) / 100).toFixed(2)).join(' '),
    );
    const bytes = encode(`a header line\n${lines.join('\r\n')}`);
    let lowest = bytes.length;
    const memory = memorySource('x.txt', bytes);
    const source = {
      ...memory,
      read: (at: number, n: number) => ((lowest = Math.min(lowest, at)), memory.read(at, n)),
    };
    const table = await TextTable.open(source, { columns: 3, start: 14 });
    expect(table).toMatchObject({ rows: samples, decimals: 2, zeroColumns: [false, false, true] });
    const windows = fc.tuple(fc.nat({ max: samples }), fc.nat({ max: 40 }));
    await fc.assert(
      fc.asyncProperty(windows, async ([from, length]) => {
        const to = Math.min(samples, from + length);
        const out = [new Int32Array(to - from + 1), new Int32Array(to - from + 1)];
        lowest = bytes.length;
        await table.read([1, 0], from, to, out, 1);
        for (let row = from; row < to; row++) {
          expect([out[0][1 + row - from], out[1][1 + row - from]]).toEqual([value(row, 1), value(row, 0)]);
        }
        if (to > from) expect(lowest).toBeGreaterThan(((from - 1100) / samples) * bytes.length);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses values that 32 bits do not hold', async () => {
    const table = await TextTable.open(memorySource('x.txt', encode('1\n99999999999\n')), {
      columns: 1,
      start: 0,
    });
    const read = table.read([0], 0, 2, [new Int32Array(2)], 0);
    await expect(read).rejects.toMatchObject({ code: 'StudyUnreadable', place: { byte: 2 } });
  });
});
