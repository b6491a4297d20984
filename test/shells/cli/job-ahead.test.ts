import { afterEach, describe, expect, it } from 'vitest';
import { endJobAhead, jobAhead, startAheadFor } from '../../../src-main/shells/cli/job-ahead.ts';

afterEach(endJobAhead);

describe("the job's process that an import starts before it loads", () => {
  it('is there at once, and gone when the command line ends', async () => {
    startAheadFor(['import', 'record.hea', '--json']);
    const ahead = jobAhead();
    expect(ahead).toBeDefined();
    await endJobAhead();
    expect(jobAhead()).toBeUndefined();
    expect(ahead?.take()).toBeUndefined();
  });

  it.each([[['list']], [['import']], [['import', '--help']], [[]]])('is not started for %j', (argv) => {
    startAheadFor(argv);
    expect(jobAhead()).toBeUndefined();
  });
});
