import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** End-to-end tests: one file at a time, since each drives a browser and the workstation's own processes. */
export default defineConfig({
  // Beside the other caches, not in this folder.
  cacheDir: resolve(import.meta.dirname, '../../node_modules/.vite-e2e'),
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    // A busy machine takes its time; only a failure waits that long.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    fileParallelism: false,
    // The last line of defence, never in silence: `test/run.mjs` names each test that needed it, and that is a defect.
    retry: 1,
    expect: { poll: { timeout: 45_000 } },
  },
});
