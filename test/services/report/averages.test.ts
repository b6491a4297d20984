/** Average beats in the report whose onsets a person moved: what follows from them beside what the program finds, once they are signed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeAverage } from '../../../src-main/api/contract/average-bytes.ts';
import { averageDetails, averageKey } from '../../../src-main/domain/kept-average.ts';
import { simulateStudy } from '../../../src-main/simulate/study.ts';
import { importStudy, openApiFixture, type ApiFixture } from '../../api/library-fixture.ts';
import { drawnReport, pagesOf } from './drawn-report.ts';

let fixture: ApiFixture;
let recordId: number;
let setId: number;
let five: number[];
let ids: number[];
const PASSWORD = 'correct horse battery';

const sinus = simulateStudy({
  seed: 5,
  minutes: 0.4,
  subject: { name: 'x013', age: 30, sex: 'F', diagnosis: 'AVNRT' },
  scenario: 'sinus',
});

const reportText = async (): Promise<string> =>
  pagesOf(await drawnReport(fixture.workstation, recordId)).join('\n');
const signIn = (name: string) => fixture.api.signIn({ body: { name, password: PASSWORD } });
const sign = () => fixture.api.signSet({ params: { setId }, body: { reason: 'read' } });

/** The onset of Q and the end of T as a person sees them; the others as they were found. */
async function move(rPeaks: number[], by = { qrsOnset: -8, tOffset: 12 }): Promise<{ id: number }> {
  const { places } = await averageOf(rPeaks);
  const { pOnset, qrsOnset, qrsOffset, tOffset } = places;
  const marks = {
    ...{ pOnset, qrsOffset },
    qrsOnset: qrsOnset! + by.qrsOnset,
    tOffset: tOffset! + by.tOffset,
  };
  const key = averageKey(rPeaks, 'median');
  const details = averageDetails({ key, marks, rPeaks, statistic: 'median' });
  const body = { kind: 'average' as const, from: rPeaks[0], to: rPeaks.at(-1)!, details };
  return fixture.api.addMark({ params: { recordId }, body });
}

async function averageOf(rPeaks: number[]) {
  const { channels } = await fixture.api.getRecord({ params: { recordId } });
  const surface = channels.filter(({ kind }) => kind === 'ecg').map(({ channelIndex }) => channelIndex);
  const body = { rPeaks, channels: surface, code: 'N' };
  return decodeAverage(await fixture.api.getAverageBeat({ params: { recordId }, body }));
}

beforeAll(async () => {
  fixture = openApiFixture();
  recordId = await importStudy(fixture, sinus);
  const person = (name: string, role: 'administrator' | 'reviewer') =>
    fixture.api.addPerson({ body: { name, role, password: PASSWORD } });
  await person('Ada', 'administrator');
  await signIn('Ada');
  await person('Rosa', 'reviewer');
  await person('Bela', 'reviewer');
  await signIn('Rosa');
  const [reference] = (await fixture.api.getRecord({ params: { recordId } })).annotationSets;
  const body = { name: 'Rosa', copyOf: reference.id };
  setId = (await fixture.api.createSet({ params: { recordId }, body })).id;
  const query = { from: 0, to: sinus.samples };
  const { rows } = await fixture.api.getBeatTable({ params: { setId }, query });
  const chosen = rows.slice(4, 9);
  five = chosen.map((row) => row.sampleIndex);
  ids = chosen.map((row) => row.id);
}, 120_000);
afterAll(() => fixture.close());

describe('average beats in the report', () => {
  it('are not there before a signature covers them: they are counted', async () => {
    await sign();
    expect(await reportText()).not.toMatch(/average beat/i);
    await move(five);
    const text = await reportText();
    expect(text).toContain(
      'Onsets and offsets of an average beat that Rosa moved are not signed, and left out.',
    );
    expect(text).not.toContain('as moved by');
  });

  it('stand with who moved them and when once they are signed, each interval beside the program’s', async () => {
    await sign();
    const text = await reportText();
    expect(text).not.toContain('are not signed, and left out');
    expect(text).toMatch(
      /N, median of 5 beats from 0:\d\d\.\d{3} to 0:\d\d\.\d{3}, on I II .* together; onsets and offsets moved by\s+Rosa, \d{4}-/s,
    );
    const ms = 1000 / sinus.samplingFrequency;
    const { places } = await averageOf(five);
    const qrs = Math.round((places.qrsOffset! - places.qrsOnset! + 8) * ms);
    const found = Math.round((places.qrsOffset! - places.qrsOnset!) * ms);
    expect(text).toContain(`QRS ${qrs} ms, as moved by Rosa; the program measured ${found} ms`);
    const qt = Math.round((places.tOffset! + 12 - (places.qrsOnset! - 8)) * ms);
    expect(text).toContain(`QT (II) ${qt} ms, as moved by Rosa; the program measured`);
    expect(text).toMatch(/QTc Bazett \d+ ms, as moved by Rosa/);
    expect(text).toMatch(/RR \d+ ms, as the program measured/);
  });

  it('of somebody who did not sign are left out and counted', async () => {
    await signIn('Bela');
    await move(five.slice(0, 4), { qrsOnset: -40, tOffset: 0 });
    const text = await reportText();
    expect(text).toContain('Onsets and offsets of an average beat that Bela moved are not signed');
    expect(text).not.toContain('as moved by Bela');
    await signIn('Rosa');
  });

  it('have no QTc once their beats are labelled a tachycardia, and a QT all the same', async () => {
    const mark = { symbol: 'X', aux: 'AVNRT' };
    const edit = { kind: 'relabel' as const, ids, mark, provenance: 'shown' as const };
    await fixture.api.applyEdit({ params: { setId }, body: { edit } });
    const text = await reportText();
    expect(text).toMatch(
      /NRT, median of 5 beats[\s\S]*QT \(II\) \d+ ms[\s\S]*QTc not given: NRT is a tachycardia/,
    );
    expect(text).toMatch(/PR not given: NRT does not begin in the atria/);
  });

  it('of beats that are labelled no more are named without a value', async () => {
    await fixture.api.applyEdit({ params: { setId }, body: { edit: { kind: 'delete', ids: [ids[1]] } } });
    const text = await reportText();
    expect(text).toMatch(
      /An average beat from .*, onsets and offsets moved by Rosa, .*, is not given: 1 of its 5\s+beats is\s+labelled no more\./s,
    );
    expect(text).not.toContain('as moved by');
    expect(fixture.bugs).toEqual([]);
  });
});
