import { defineConfig } from 'vitest/config';

/** End-to-end tests: one file at a time, since each drives a browser and the workstation's own processes. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
