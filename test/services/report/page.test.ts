import { describe, expect, it } from 'vitest';
import { clock, stampText } from '../../../src-main/services/report/page.ts';

describe('times on paper', () => {
  it('of a recording are minutes, seconds and milliseconds with the reader’s mark', () => {
    expect(clock(12_345, 1000, 'point')).toBe('0:12.345');
    expect(clock(12_345, 1000, 'comma')).toBe('0:12,345');
  });

  it('of a clock keep their zone', () => {
    expect(stampText('2026-03-01T09:30:00.123+01:00')).toBe('2026-03-01 09:30:00 +01:00');
    expect(stampText('2026-03-01T09:30:00Z')).toBe('2026-03-01 09:30:00 UTC');
    expect(stampText('2026-03-01T09:30:00')).toBe('2026-03-01 09:30:00');
  });
});
