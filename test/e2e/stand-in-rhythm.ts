/** Rhythm marks as the stand-in's beats have them. */
import type { Row } from './stand-in-columns.ts';

export function withRhythm(rows: readonly Row[]): Row[] {
  let before = '';
  const marks: Row[] = [];
  for (const row of rows) {
    const aux = row.aux === 'AVNRT' ? '(AVNRT' : '(N';
    if (aux !== before) {
      const sampleIndex = row.sampleIndex - 40;
      marks.push({ id: 900_000 + marks.length, sampleIndex, symbol: '+', aux, provenance: 'imported' });
    }
    before = aux;
  }
  return [...rows, ...marks].sort((a, b) => a.sampleIndex - b.sampleIndex);
}
