/** Average beats in the report whose onsets a person moved: what follows from them beside what the program finds, once they are signed. */
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeAverage } from '../../../src-main/api/contract/average-bytes.ts';
import { averageDetails, averageKey } from '../../../src-main/domain/kept-average.ts';
import { signedReport, sinus } from './signed-report.ts';

const report = signedReport();
let five: number[];
let ids: number[];

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
  return report.fixture.api.addMark({ params: { recordId: report.recordId }, body });
}

async function averageOf(rPeaks: number[]) {
  const { channels } = await report.fixture.api.getRecord({ params: { recordId: report.recordId } });
  const surface = channels.filter(({ kind }) => kind === 'ecg').map(({ channelIndex }) => channelIndex);
  const body = { rPeaks, channels: surface, code: 'N' };
  return decodeAverage(
    await report.fixture.api.getAverageBeat({ params: { recordId: report.recordId }, body }),
  );
}

beforeAll(async () => {
  const { fixture, setId } = report;
  const query = { from: 0, to: sinus.samples };
  const { rows } = await fixture.api.getBeatTable({ params: { setId }, query });
  const chosen = rows.slice(4, 9);
  five = chosen.map((row) => row.sampleIndex);
  ids = chosen.map((row) => row.id);
}, 120_000);

describe('average beats in the report', () => {
  it('are not there before a signature covers them: they are counted', async () => {
    await report.sign();
    expect(await report.text()).not.toMatch(/average beat/i);
    await move(five);
    const text = await report.text();
    expect(text).toContain(
      'Onsets and offsets of an average beat that Rosa moved are not signed, and left out.',
    );
    expect(text).not.toContain('as moved by');
  });

  it('stand with who moved them and when once they are signed, each interval beside the program’s', async () => {
    await report.sign();
    const text = await report.text();
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
    expect(text).toMatch(/QTc \(Bazett\) \d+ ms, as moved by Rosa/);
    expect(text).toMatch(/RR \d+ ms, as the program measured/);
  });

  it('of somebody who did not sign are left out and counted', async () => {
    await report.signIn('Bela');
    await move(five.slice(0, 4), { qrsOnset: -40, tOffset: 0 });
    const text = await report.text();
    expect(text).toContain('Onsets and offsets of an average beat that Bela moved are not signed');
    expect(text).not.toContain('as moved by Bela');
    await report.signIn('Rosa');
  });

  it('have no QTc once their beats are labelled a tachycardia, and a QT all the same', async () => {
    const mark = { symbol: 'X', aux: 'AVNRT' };
    const edit = { kind: 'relabel' as const, ids, mark, provenance: 'shown' as const };
    await report.fixture.api.applyEdit({ params: { setId: report.setId }, body: { edit } });
    const text = await report.text();
    expect(text).toMatch(
      /NRT, median of 5 beats[\s\S]*QT \(II\) \d+ ms[\s\S]*QTc not given: NRT is a tachycardia/,
    );
    expect(text).toMatch(/PR not given: NRT does not begin in the atria/);
  });

  it('of beats that are labelled no more are named without a value', async () => {
    await report.fixture.api.applyEdit({
      params: { setId: report.setId },
      body: { edit: { kind: 'delete', ids: [ids[1]] } },
    });
    const text = await report.text();
    expect(text).toMatch(
      /An average beat from .*, onsets and offsets moved by Rosa, .*, is not given: 1 of its 5\s+beats is\s+labelled no more\./s,
    );
    expect(text).not.toContain('as moved by');
    expect(report.fixture.bugs).toEqual([]);
  });
});
