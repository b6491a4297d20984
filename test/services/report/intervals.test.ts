/** Intervals in the report: what people put right beside what the program measured, and the clinical rules over both. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Measurement } from '../../../src-main/api/contract/measurements.ts';
import { isBeat } from '../../../src-main/domain/annotation.ts';
import { signedReport, sinus } from './signed-report.ts';

const report = signedReport();
let run: Measurement;

const measured = (name: string): number => run.values.find((value) => value.name === name)!.ms;

function keep(name: string, ms: number, at: { from: number; to: number } = run) {
  const details = { name, ms, measured: 1, on: 'II' };
  const body = { kind: 'measurement' as const, from: at.from, to: at.to, details };
  return report.fixture.api.addMark({ params: { recordId: report.recordId }, body });
}

beforeAll(async () => {
  const { fixture, setId } = report;
  const at = sinus.annotations.filter(isBeat)[5].sampleIndex;
  run = await fixture.api.getMeasurement({ params: { setId }, query: { at } });
}, 120_000);

describe('intervals in the report', () => {
  it('are the program’s where nobody put one right, and say so', async () => {
    await report.sign();
    expect(await report.text()).toContain(
      `QT ${measuredMiddle(await report.text())} ms, measured by the program`,
    );
  });

  it('that were put right after the signature, or by somebody who did not sign, are left out and counted', async () => {
    await keep('QT', 377);
    await report.signIn('Bela');
    await keep('PR', 111);
    const text = await report.text();
    expect(text).toContain('An interval that Rosa put right is not signed, and left out.');
    expect(text).toContain('An interval that Bela put right is not signed, and left out.');
    expect(text).not.toMatch(/377|111 ms/);
  });

  it('that were signed stand with who and when beside what was measured; QTc follows; others stay out', async () => {
    await report.signIn('Rosa');
    await report.sign();
    const text = await report.text();
    expect(text).toMatch(
      new RegExp(
        `QT 377 ms, put right by Rosa, \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\S+; the program measured ${measured('QT')} ms`,
      ),
    );
    const qtc = Math.round(377 / Math.sqrt(measured('cycle length') / 1000));
    expect(text).toContain(
      `QTc (Bazett) ${qtc} ms, from what was put right or measured by hand; the program measured`,
    );
    expect(text).toMatch(/PR \d+ ms, measured by the program/);
    expect(text).not.toContain('PR 111 ms');
    expect(text).toContain('An interval that Bela put right is not signed');
  });

  it('that the clinical rules refuse stay refused, whoever typed a number', async () => {
    await keep('AH', 90);
    await keep('HV', 45);
    await report.sign();
    const text = await report.text();
    expect(text).toContain('AH not given: no His channel (Rosa put a number there)');
    expect(text).not.toMatch(/AH 90|HV 45/);
  });

  it('lose their QTc where the beats are relabelled as a tachycardia, and gain JTc with bundle branch block', async () => {
    const relabel = (symbol: string, aux?: string) =>
      report.fixture.api.applyEdit({
        params: { setId: report.setId },
        body: { edit: { kind: 'relabel', ids: run.ids, mark: { symbol, aux }, provenance: 'shown' } },
      });
    await relabel('X', 'AVNRT');
    const tachycardia = await report.text();
    expect(tachycardia).toMatch(
      /NRT, 5 beats[\s\S]*QT 377 ms, put right by Rosa[\s\S]*QTc \(Bazett\) not given: NRT is a tachycardia/,
    );
    await relabel('R');
    expect(await report.text()).toMatch(
      /RBB, 5 beats[\s\S]*JTc \(Bazett\) \d+ ms, from what was put right or/,
    );
  });

  it('whose beats are labelled no more are named without a value', async () => {
    const edit = { kind: 'delete' as const, ids: run.ids };
    await report.fixture.api.applyEdit({ params: { setId: report.setId }, body: { edit } });
    const text = await report.text();
    expect(text).toMatch(/QT at 0:\d\d\.\d{3}, put right by Rosa, is not given: no beat is labelled there/);
    expect(text).not.toContain('377');
    expect(report.fixture.bugs).toEqual([]);
  });

  it('are refused without a name or a number', async () => {
    const body = { kind: 'measurement' as const, from: 10, details: { name: 'QT' } };
    await expect(
      report.fixture.api.addMark({ params: { recordId: report.recordId }, body }),
    ).rejects.toMatchObject({
      code: 'InvalidInput',
    });
  });
});

/** QT of the run that the report chose by itself. */
function measuredMiddle(text: string): number {
  return Number(/QT (\d+) ms/.exec(text)?.[1]);
}
