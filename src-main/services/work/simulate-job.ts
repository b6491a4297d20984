import type { JobHandler } from '../../jobs/job-handler.ts';
import { checkedInput, simulateInput } from '../../jobs/job-inputs.ts';
import { writeCohort, type SimulatedRecord } from '../simulation/simulate-cohort.ts';

/** Writes simulated studies into a folder: the same seed gives the same files, a killed job begins anew. @throws DiskFull, Cancelled */
export const simulateJob: JobHandler = async (
  input,
  { abortSignal, report },
): Promise<{ records: SimulatedRecord[] }> => {
  const { folder, ...cohort } = checkedInput(simulateInput, input);
  const onProgress = (fraction: number): void => report(fraction, 'Simulating');
  const records = await writeCohort(folder, { ...cohort, profile: 'balanced' }, { abortSignal, onProgress });
  return { records };
};
