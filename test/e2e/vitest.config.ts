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
    testTimeout: 120_000,
    hookTimeout: 180_000,
    fileParallelism: false,
    expect: { poll: { timeout: 20_000 } },
  },
});
