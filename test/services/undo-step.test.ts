import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from '../api/library-fixture.ts';

let fixture: ApiFixture;
let recordId: number;
let setId: number;
let reference: number;
let made = 0;

beforeAll(async () => {
  fixture = openApiFixture();
  recordId = await importStudy(fixture, shortStudy());
  reference = (await fixture.api.getRecord({ params: { recordId } })).annotationSets[0].id;
}, 60_000);
afterAll(() => fixture.close());
beforeEach(async () => {
  const body = { name: `set ${++made}`, author: 'tester', copyOf: reference };
  setId = (await fixture.api.createSet({ params: { recordId }, body })).id;
});

const caliper = (from: number) =>
  fixture.api.addMark({ params: { recordId }, body: { kind: 'caliper', from, to: from + 300 } });
const note = (text: string) =>
  fixture.api.applyEdit({
    params: { setId },
    body: { edit: { kind: 'insert', annotations: [{ sampleIndex: 50, symbol: '"', aux: text }] } },
  });
const undo = () => fixture.api.undoStep({ params: { recordId }, body: { setId } });
const redo = () => fixture.api.redoStep({ params: { recordId }, body: { setId } });

describe('undo', () => {
  it('goes back through labels and marks in the order in which they were made, and on again', async () => {
    await caliper(1000);
    await note('first');
    await caliper(2000);
    await note('second');
    const back = [await undo(), await undo(), await undo(), await undo()];
    expect(back.map(({ labels, marks }) => labels?.removed.length ?? -marks!.removed.length)).toEqual([
      1, -1, 1, -1,
    ]);
    const on = [await redo(), await redo(), await redo(), await redo()];
    expect(on.map(({ labels, marks }) => labels?.changed[0].aux ?? marks!.changed[0].from)).toEqual([
      1000,
      'first',
      2000,
      'second',
    ]);
    await expect(redo()).rejects.toThrow(/nothing to redo/);
  });

  it('forgets what was undone once something else is done, be it of the other kind', async () => {
    await caliper(3000);
    await undo();
    await note('later');
    await expect(redo()).rejects.toThrow(/nothing to redo/);
  });
});
