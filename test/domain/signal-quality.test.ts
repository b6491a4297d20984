import { describe, expect, it } from 'vitest';
import {
  qualityBefore,
  qualityMark,
  qualityOf,
  qualitySpansOf,
} from '../../src-main/domain/signal-quality.ts';

const cs = { name: 'CS12', channelIndex: 14 };
const second = { name: 'II', channelIndex: 1 };

describe('signal quality', () => {
  it('is a stretch from one ~ to the next of the same channel, or to the end', () => {
    const marks = [
      qualityMark(100, 'noisy'),
      qualityMark(200, 'unreadable', cs),
      qualityMark(300, 'clean'),
      qualityMark(400, 'noisy', cs),
    ];
    expect(qualitySpansOf(marks, 1000)).toEqual([
      { from: 100, to: 300, quality: 'noisy', channel: undefined },
      { from: 200, to: 400, quality: 'unreadable', channel: 'CS12' },
      { from: 400, to: 1000, quality: 'noisy', channel: 'CS12' },
    ]);
    expect(qualityBefore(marks, 300, undefined)).toBe('noisy');
    expect(qualityBefore(marks, 301, undefined)).toBe('clean');
    expect(qualityBefore(marks, 900, 'II')).toBe('clean');
  });

  it('sets WFDB’s bits as far as they go, and reads those of others', () => {
    expect(qualityMark(1, 'noisy', second)).toMatchObject({
      symbol: '~',
      subtype: 2,
      channel: 1,
      aux: 'noisy II',
    });
    expect(qualityMark(1, 'unreadable', second).subtype).toBe(0x22);
    expect(qualityMark(1, 'unreadable', { name: 'aVR', channelIndex: 3 }).subtype).toBe(0x88 - 256);
    expect(qualityMark(1, 'unreadable', cs).subtype).toBe(0);
    expect(qualityMark(1, 'unreadable').subtype).toBe(-1);
    expect([0, 1, 3, 0x22, -1].map((subtype) => qualityOf({ subtype }).quality)).toEqual([
      'clean',
      'noisy',
      'noisy',
      'unreadable',
      'unreadable',
    ]);
  });
});
