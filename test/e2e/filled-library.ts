import { join } from 'node:path';
import './test-account.ts';
import { openWorkstation } from '../../src-main/services/open-workstation.ts';
import { writeStudy } from '../../src-main/services/simulation/write-study.ts';
import { startImport } from '../../src-main/services/work/start-import.ts';
import { resultOf } from '../../src-main/services/work/watch-jobs.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';

export const SUBJECTS = [
  { name: 'x007', age: 13, sex: 'F', diagnosis: 'AVNRT' },
  { name: 'x008', age: 40, sex: 'M', diagnosis: 'AVNRT' },
] as const;

/** Two short studies of two patients, the first in tachycardia. */
export async function fillLibrary(folder: string): Promise<string> {
  const library = join(folder, 'library');
  const workstation = openWorkstation(library, { shell: 'cli', create: true });
  for (const [index, subject] of SUBJECTS.entries()) {
    const scenario = index === 0 ? 'tachycardia' : 'sinus';
    const files = join(folder, subject.name);
    await writeStudy(files, simulateStudy({ seed: 7 + index, minutes: 0.4, subject, scenario }));
    const job = startImport(workstation, { paths: [files], classify: false, simulated: true });
    await resultOf(workstation, job.id);
  }
  await workstation.close();
  return library;
}
