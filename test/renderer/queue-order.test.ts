import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../src-main/domain/random.ts';
import { orderedRows, rowsByWeight } from '../../src-renderer/beats/queue-order.ts';

describe('rows by weight', () => {
  it('are those of a plain sort: highest first, equal ones by row, NaN left out, Infinity before all', () => {
    const random = makeRandom(2);
    const weights = Float64Array.from({ length: 5000 }, (_, k) =>
      k % 97 === 0 ? NaN : k % 89 === 0 ? Infinity : Math.round(1e6 * random.next()) / 1e6 - 0.5,
    );
    const plain = [...weights.keys()]
      .filter((row) => !Number.isNaN(weights[row]))
      .sort((a, b) => (weights[a] === weights[b] ? a - b : weights[b] - weights[a]));
    expect([...rowsByWeight(weights)]).toEqual(plain);
  });

  it('of one weight are in time order', () => {
    expect([...rowsByWeight(Float64Array.of(0, 0, NaN, 0))]).toEqual([0, 1, 3]);
    expect([...rowsByWeight(new Float64Array(0))]).toEqual([]);
  });
});

describe('rows in the order of their predictions', () => {
  it('begin with those that the machine missed; what is not ranked is left out', () => {
    const union = {
      count: 5,
      sampleIndex: Float64Array.of(10, 20, 30, 40, 50),
      human: Int32Array.of(0, 1, -1, 2, 3),
      predicted: Int32Array.of(0, -1, 1, 2, 3),
    };
    expect([...orderedRows(union, Int32Array.of(3, 1, 0))]).toEqual([1, 4, 2, 0]);
  });
});
