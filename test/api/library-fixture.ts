import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type ApiClient } from '../../src-main/api/contract/client.ts';
import type { ImportResult, Job } from '../../src-main/api/contract/work.ts';
import { createApi } from '../../src-main/api/routes/create-api.ts';
import { createHandlers } from '../../src-main/api/routes/handlers.ts';
import { openWorkstation } from '../../src-main/services/open-workstation.ts';
import { writeStudy } from '../../src-main/services/simulation/write-study.ts';
import type { Workstation } from '../../src-main/services/workstation.ts';
import { simulateStudy, type SimulatedStudy } from '../../src-main/simulate/study.ts';

export interface ApiFixture {
  readonly folder: string;
  readonly library: string;
  readonly workstation: Workstation;
  readonly api: ApiClient;
  readonly handler: (request: Request) => Promise<Response>;
  /** Bugs that the api met; a test may look that there were none. */
  readonly bugs: unknown[];
  close(): Promise<void>;
}

/** A library in a new folder (or one that is there), behind the api, with every answer checked against the contract. */
export function openApiFixture(existing?: string): ApiFixture {
  const folder = existing ?? mkdtempSync(join(tmpdir(), 'purkinje-api-'));
  const library = existing ?? join(folder, 'library');
  const workstation = openWorkstation(library, { shell: 'cli', create: true });
  const bugs: unknown[] = [];
  const log = { bug: (error: unknown) => `bug-${bugs.push(error)}` };
  const handler = createApi(createHandlers(workstation), { log, checkOutput: true });
  const api = createClient((url, init) => handler(new Request(`http://test${url}`, init)));
  return {
    folder,
    library,
    workstation,
    api,
    handler,
    bugs,
    async close() {
      await workstation.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Half a minute of a child's AVNRT study with all 19 channels. */
export function shortStudy(): SimulatedStudy {
  return simulateStudy({
    seed: 7,
    minutes: 0.5,
    subject: { name: 'x007', age: 13, sex: 'F', diagnosis: 'AVNRT' },
    scenario: 'tachycardia',
  });
}

/** The job once it has ended. */
export async function ended({ api }: ApiFixture, job: Job): Promise<Job> {
  let last = job;
  for await (const state of api.watchJob({ params: { jobId: job.id } })) last = state;
  return last;
}

/** Writes and imports a study. @returns its record's id */
export async function importStudy(fixture: ApiFixture, study: SimulatedStudy): Promise<number> {
  const files = join(fixture.folder, study.name);
  await writeStudy(files, study);
  const job = await fixture.api.startImport({ body: { paths: [files], classify: false } });
  const { state, result, error } = await ended(fixture, job);
  if (state !== 'done') throw new Error(`The import ended as ${state}: ${error?.message}`);
  return (result as ImportResult).records[0].id;
}
