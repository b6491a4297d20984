import { describe, expect, it } from 'vitest';
import { Application } from '../../src-renderer/state/application.svelte.ts';
import { StandInApi } from '../e2e/stand-in-api.ts';
import { clientOf } from './stand-in-client.ts';

describe('the list of studies in a window', () => {
  it('is kept and brought back as it was sorted, without what was looked for in it', async () => {
    const kept: unknown[] = [];
    const api = {
      ...clientOf(new StandInApi({ samples: 2 ** 18 - 1 })),
      getSettings: async () => ({ settings: { studyList: kept.at(-1), hints: { seen: true } } }),
      putSetting: async ({ params, body }: { params: { key: string }; body: { value: unknown } }) => {
        if (params.key === 'studyList') kept.push(body.value);
        return {};
      },
    } as never;
    const app = new Application(api);
    await app.start();
    app.studies.filter = 'zebsought';
    app.studies.sorting = { key: 'patient', down: true };
    app.keepStudyList();
    await app.settings.flush();
    expect(kept).toEqual([{ key: 'patient', down: true }]);

    const next = new Application(api);
    await next.start();
    expect(next.studies.sorting).toEqual({ key: 'patient', down: true });
    expect(next.studies.filter).toBe('');
  });

  it('drops what was looked for once a patient is erased', async () => {
    const app = new Application(clientOf(new StandInApi({ samples: 2 ** 18 - 1 })));
    app.studies.filter = 'zebsought';
    app.house.filter = 'zebsought';
    app.search.question = { ...app.search.question, text: 'zebsought' };
    const job = { id: 77, kind: 'erase', title: '', progress: 1, doing: '', createdAt: '' };
    app.jobs.onEnd({ ...job, state: 'failed' } as never);
    app.jobs.onEnd({ ...job, id: 78, kind: 'check', state: 'done' } as never);
    await expect.poll(() => app.studies.loaded).toBe(true);
    expect([app.studies.filter, app.house.filter]).toEqual(['zebsought', 'zebsought']);
    app.jobs.onEnd({ ...job, state: 'done' } as never);
    await expect
      .poll(() => [app.studies.filter, app.house.filter, app.search.question.text])
      .toEqual(['', '', '']);
  });
});
