import { describe, expect, it } from 'vitest';
import { decimalText, marked, plainText } from '../../src-main/domain/decimal-mark.ts';

describe('decimals on paper', () => {
  it('have the mark that the reader writes them with', () => {
    expect(decimalText(1.005, 2, 'point')).toBe('1.00');
    expect(decimalText(0.318, 3, 'comma')).toBe('0,318');
    expect(decimalText(-12.5, 1, 'comma')).toBe('-12,5');
    expect(plainText(12.5, 'comma')).toBe('12,5');
    expect(plainText(976.5625, 'comma')).toBe('976,563');
    expect(plainText(20, 'comma')).toBe('20');
  });

  it('are found in a band and a time, and nowhere else', () => {
    expect(marked('0.05-150', 'comma')).toBe('0,05-150');
    expect(marked('.5-40', 'comma')).toBe(',5-40');
    expect(marked('-.5', 'comma')).toBe('-,5');
    expect(marked('12:03.250', 'comma')).toBe('12:03,250');
    expect(marked('0.05-150', 'point')).toBe('0.05-150');
    expect(marked('signed. 4 beats.', 'comma')).toBe('signed. 4 beats.');
  });
});
