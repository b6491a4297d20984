import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isBeat } from '../../src-main/domain/annotation.ts';
import { BEAT_CLASSES, beatClassByCode, beatClassOf } from '../../src-main/domain/beat-class.ts';
import { rhythmCodeOf, rhythmSpansOf } from '../../src-main/domain/rhythm.ts';
import { recordings } from '../recordings.ts';

const leipzig = recordings('leipzig');

/** Symbol + aux -> count over all 118,214 annotations of the Leipzig database. */
function publishedMarks(folder: string): Map<string, number> {
  const counts = new Map<string, number>();
  const rows = readFileSync(join(folder, 'processed_segments_with_aux.csv'), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1);
  for (const row of rows) {
    const [, symbol, aux] = row.split(',');
    counts.set(`${symbol} ${aux}`, (counts.get(`${symbol} ${aux}`) ?? 0) + 1);
  }
  return counts;
}

describe('beat classes', () => {
  it('has one row for each code and each mark', () => {
    expect(new Set(BEAT_CLASSES.map(({ code }) => code)).size).toBe(BEAT_CLASSES.length);
    expect(new Set(BEAT_CLASSES.map(({ symbol, aux }) => `${symbol} ${aux}`)).size).toBe(BEAT_CLASSES.length);
    for (const beatClass of BEAT_CLASSES) {
      expect(beatClassOf(beatClass)).toBe(beatClass);
      expect(beatClassByCode(beatClass.code)).toBe(beatClass);
      expect(isBeat(beatClass)).toBe(true);
    }
  });

  it("takes the symbol's class where the aux is not known, and none for what is no beat", () => {
    expect(beatClassOf({ symbol: 'N', aux: 'foo' })?.code).toBe('N');
    expect(beatClassOf({ symbol: '+', aux: '(N' })).toBeUndefined();
    expect(beatClassOf({ symbol: 'X' })).toBeUndefined();
  });

  it.skipIf(!leipzig)('places every beat mark of the Leipzig database', () => {
    const placed = [...publishedMarks(leipzig!)].filter(([mark]) => isBeat({ symbol: mark.split(' ')[0] }));
    expect(placed.length).toBeGreaterThan(20);
    const unplaced = placed.filter(([mark]) => {
      const [symbol, aux] = mark.split(' ');
      const beatClass = beatClassOf({ symbol, aux });
      return !beatClass || (aux !== '' && beatClass.aux !== aux);
    });
    expect(unplaced).toEqual([]);
  });
});

describe('rhythm spans', () => {
  it('run from one mark to the next and to the end', () => {
    const marks = [
      { sampleIndex: 0, symbol: 'N' },
      { sampleIndex: 10, symbol: '+', aux: '(N' },
      { sampleIndex: 50, symbol: '+', aux: '(AVNRT' },
    ];
    expect(rhythmSpansOf(marks, 100)).toEqual([
      { from: 10, to: 50, mark: '(N', code: 'SR' },
      { from: 50, to: 100, mark: '(AVNRT', code: 'AVNRT' },
    ]);
  });

  it('groups marks as the method does, and leaves others without a class', () => {
    expect(['(AFL', '(B', '(EAT', '(VFL'].map(rhythmCodeOf)).toEqual(['AF', 'VR', 'ATR', undefined]);
  });
});
