/** Intervals in the report: what people put right beside what the program measured, and the clinical rules over both. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Measurement } from '../../../src-main/api/contract/measurements.ts';
import { isBeat } from '../../../src-main/domain/annotation.ts';
import { simulateStudy } from '../../../src-main/simulate/study.ts';
import { importStudy, openApiFixture, type ApiFixture } from '../../api/library-fixture.ts';
import { drawnReport, pagesOf } from './drawn-report.ts';

let fixture: ApiFixture;
let recordId: number;
let setId: number;
let run: Measurement;
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
const measured = (name: string): number => run.values.find((value) => value.name === name)!.ms;

function keep(name: string, ms: number, at: { from: number; to: number } = run) {
  const details = { name, ms, measured: 1, on: 'II' };
  const body = { kind: 'measurement' as const, from: at.from, to: at.to, details };
  return fixture.api.addMark({ params: { recordId }, body });
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
  const at = sinus.annotations.filter(isBeat)[5].sampleIndex;
  run = await fixture.api.getMeasurement({ params: { setId }, query: { at } });
}, 120_000);
afterAll(() => fixture.close());

describe('intervals in the report', () => {
  it('are the program’s where nobody put one right, and say so', async () => {
    await sign();
    expect(await reportText()).toContain(
      `QT ${measuredMiddle(await reportText())} ms, measured by the program`,
    );
  });

  it('that were put right after the signature, or by somebody who did not sign, are left out and counted', async () => {
    await keep('QT', 377);
    await signIn('Bela');
    await keep('PR', 111);
    const text = await reportText();
    expect(text).toContain('An interval that Rosa put right is not signed, and left out.');
    expect(text).toContain('An interval that Bela put right is not signed, and left out.');
    expect(text).not.toMatch(/377|111 ms/);
  });

  it('that were signed stand with who and when beside what was measured; QTc follows; others stay out', async () => {
    await signIn('Rosa');
    await sign();
    const text = await reportText();
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
    await sign();
    const text = await reportText();
    expect(text).toContain('AH not given: no His channel (Rosa put a number there)');
    expect(text).not.toMatch(/AH 90|HV 45/);
  });

  it('lose their QTc where the beats are relabelled as a tachycardia, and gain JTc with bundle branch block', async () => {
    const relabel = (symbol: string, aux?: string) =>
      fixture.api.applyEdit({
        params: { setId },
        body: { edit: { kind: 'relabel', ids: run.ids, mark: { symbol, aux }, provenance: 'shown' } },
      });
    await relabel('X', 'AVNRT');
    const tachycardia = await reportText();
    expect(tachycardia).toMatch(
      /NRT, 5 beats[\s\S]*QT 377 ms, put right by Rosa[\s\S]*QTc \(Bazett\) not given: NRT is a tachycardia/,
    );
    await relabel('R');
    expect(await reportText()).toMatch(
      /RBB, 5 beats[\s\S]*JTc \(Bazett\) \d+ ms, from what was put right or/,
    );
  });

  it('whose beats are labelled no more are named without a value', async () => {
    const edit = { kind: 'delete' as const, ids: run.ids };
    await fixture.api.applyEdit({ params: { setId }, body: { edit } });
    const text = await reportText();
    expect(text).toMatch(/QT at 0:\d\d\.\d{3}, put right by Rosa, is not given: no beat is labelled there/);
    expect(text).not.toContain('377');
    expect(fixture.bugs).toEqual([]);
  });

  it('are refused without a name or a number', async () => {
    const body = { kind: 'measurement' as const, from: 10, details: { name: 'QT' } };
    await expect(fixture.api.addMark({ params: { recordId }, body })).rejects.toMatchObject({
      code: 'InvalidInput',
    });
  });
});

/** QT of the run that the report chose by itself. */
function measuredMiddle(text: string): number {
  return Number(/QT (\d+) ms/.exec(text)?.[1]);
}
