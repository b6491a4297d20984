import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportResult } from '../../src-main/api/contract/work.ts';
import { verifyTrail } from '../../src-main/store/trail.ts';
import { ended, importStudy, openApiFixture, shortStudy, type ApiFixture } from '../api/library-fixture.ts';
import { ambiguousExport } from '../formats/cardiolab/ambiguous-export.ts';

const [JULY, JUNE] = ['2024-07-06T13:02:58.000', '2024-06-07T13:02:58.000'];
let fixture: ApiFixture;
let folder: string;
beforeEach(() => {
  fixture = openApiFixture();
  folder = fixture.folder;
});
afterEach(async () => {
  await fixture.close();
  rmSync(folder, { recursive: true, force: true });
});

async function reopen(): Promise<void> {
  await fixture.workstation.close();
  fixture = openApiFixture(fixture.library);
}

async function importAmbiguous(): Promise<ImportResult['records'][number]> {
  const files = join(folder, 'export');
  mkdirSync(files, { recursive: true });
  for (const [name, text] of Object.entries(ambiguousExport('v'))) writeFileSync(join(files, name), text);
  const job = await fixture.api.startImport({ body: { paths: [files], classify: false } });
  return ((await ended(fixture, job)).result as ImportResult).records[0];
}
const recordOf = (recordId: number) => fixture.api.getRecord({ params: { recordId } });
const say = (recordId: number, startTime: string) =>
  fixture.api.setRecordStart({ params: { recordId }, body: { startTime } });

describe('an ambiguous date', () => {
  it('is asked with both of its days, and takes one of them for good', async () => {
    const { id, warnings } = await importAmbiguous();
    expect(warnings[0]).toMatchObject({ candidates: [JULY, JUNE] });
    const asked = await recordOf(id);
    expect(asked.startTime).toBeUndefined();
    expect(asked.warnings[0].candidates).toEqual([JULY, JUNE]);

    await say(id, JUNE);
    const answered = await recordOf(id);
    expect([answered.startTime, answered.study.startTime]).toEqual([JUNE, JUNE]);
    expect(answered.warnings.some(({ candidates }) => candidates)).toBe(false);
    expect(answered.warnings).toHaveLength(asked.warnings.length - 1);
    const { entries } = await fixture.api.getTrail({ query: { object: `record ${id}` } });
    expect(entries).toMatchObject([
      {
        what: 'set start',
        // Which of them, not when: the trail stays when a patient is erased.
        old: 'not known',
        new: 'date 2 of 2',
        who: fixture.workstation.annotator(),
      },
    ]);
    expect(verifyTrail(fixture.workstation.library.database).sound).toBe(true);

    await expect(say(id, JULY)).rejects.toMatchObject({ code: 'Conflict' });
    // The same files again: recognised, and not asked again.
    const again = await importAmbiguous();
    expect([again.id, again.alreadyImported]).toEqual([id, true]);
    expect(again.warnings.some((warning) => 'candidates' in (warning as object))).toBe(false);
    expect((await recordOf(id)).startTime).toBe(JUNE);
    expect(fixture.bugs).toEqual([]);
  });

  it('takes no other date, and leaves no trace of the attempt', async () => {
    const { id } = await importAmbiguous();
    for (const other of ['2024-07-07T13:02:58.000', '2024-06-07', `${JUNE}Z`, '']) {
      const refused = say(id, other);
      await expect(refused).rejects.toMatchObject({
        code: 'InvalidInput',
        message: expect.stringContaining(`${JULY} or ${JUNE}`) as string,
      });
    }
    expect((await recordOf(id)).startTime).toBeUndefined();
    expect((await fixture.api.getTrail({ query: { object: `record ${id}` } })).entries).toEqual([]);
    await expect(say(999, JUNE)).rejects.toMatchObject({ code: 'NotFound' });
  });

  it('is still asked, and still answered, after the library was closed', async () => {
    const { id } = await importAmbiguous();
    await reopen();
    expect((await recordOf(id)).warnings[0].candidates).toEqual([JULY, JUNE]);
    await say(id, JULY);
    await reopen();
    expect((await recordOf(id)).startTime).toBe(JULY);
  });

  it('is not asked of a record that has no date at all', async () => {
    const id = await importStudy(fixture, shortStudy());
    expect((await recordOf(id)).startTime).toBeUndefined();
    await expect(say(id, JUNE)).rejects.toMatchObject({ code: 'InvalidInput' });
  });
});
