import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBeat } from '../../../src-main/domain/annotation.ts';
import { simulateStudy } from '../../../src-main/simulate/study.ts';
import { importStudy, openApiFixture, type ApiFixture } from '../../api/library-fixture.ts';

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];

/** With a His catheter in place: its bundle and the ventricle beside it are never taken for the atrium. */
describe('VA with a His catheter', () => {
  let fixture: ApiFixture;
  beforeAll(() => {
    fixture = openApiFixture();
  });
  afterAll(() => fixture.close());

  it.each([
    ['AVNRT', undefined, 'AVNRT', 3],
    ['AVRT', 'left lateral', 'AVRT', 4],
  ] as const)('in %s %s is the septum’s, to 25 ms', async (diagnosis, pathway, aux, seed) => {
    const name = `x${diagnosis}${seed}`;
    const study = simulateStudy({
      seed,
      minutes: 0.5,
      layout: 'his',
      scenario: 'tachycardia',
      subject: { name, age: 14, sex: 'F', diagnosis, pathway },
    });
    const recordId = await importStudy(fixture, study);
    const { annotationSets } = await fixture.api.getRecord({ params: { recordId } });
    const setId = annotationSets[0].id;
    const beats = study.annotations.filter((mark) => isBeat(mark) && (mark.aux ?? '').includes(aux));
    expect(beats.length).toBeGreaterThan(12);
    const [from, to] = [beats[3].sampleIndex, beats[12].sampleIndex];
    const table = await fixture.api.getBeatTable({ params: { setId }, query: { from, to } });
    const atria = study.truth.local.HIS12.atria;
    const truth = study.truth.beats
      .filter(({ rPeak }) => from <= rPeak && rPeak < to)
      .flatMap(({ qrsOnset }) => {
        const first = atria.find((time) => time > qrsOnset - 50);
        return first === undefined ? [] : [first - qrsOnset];
      });
    const measured = table.rows.flatMap(({ vaMs }) => (vaMs === undefined ? [] : [vaMs]));
    expect(table.septalChannel).toBe('HIS12');
    expect(measured.length).toBeGreaterThan(5);
    expect(Math.abs(middle(measured) - middle(truth))).toBeLessThan(25);
  });
});
