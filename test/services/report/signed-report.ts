import { afterAll, beforeAll } from 'vitest';
import { simulateStudy } from '../../../src-main/simulate/study.ts';
import { importStudy, openApiFixture, type ApiFixture } from '../../api/library-fixture.ts';
import { drawnReport, pagesOf } from './drawn-report.ts';

/** Of a woman with AVNRT, in sinus rhythm. */
export const sinus = simulateStudy({
  seed: 5,
  minutes: 0.4,
  subject: { name: 'x013', age: 30, sex: 'F', diagnosis: 'AVNRT' },
  scenario: 'sinus',
});

const PASSWORD = 'correct horse battery';

/** A library with that study, for a file's tests one after the other: Rosa is signed in and has labels of her own, Bela may sign too. */
export interface SignedReport {
  readonly fixture: ApiFixture;
  readonly recordId: number;
  /** Rosa's. */
  readonly setId: number;
  signIn(name: 'Rosa' | 'Bela'): Promise<unknown>;
  /** Rosa's labels, by whoever is signed in. */
  sign(): Promise<unknown>;
  /** The report's text, page after page. */
  text(): Promise<string>;
}

export function signedReport(): SignedReport {
  let fixture: ApiFixture;
  let recordId: number;
  let setId: number;
  const signIn = (name: string) => fixture.api.signIn({ body: { name, password: PASSWORD } });
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
  }, 120_000);
  afterAll(() => fixture.close());
  return {
    get fixture() {
      return fixture;
    },
    get recordId() {
      return recordId;
    },
    get setId() {
      return setId;
    },
    signIn,
    sign: () => fixture.api.signSet({ params: { setId }, body: { reason: 'read' } }),
    text: async () => pagesOf(await drawnReport(fixture.workstation, recordId)).join('\n'),
  };
}
