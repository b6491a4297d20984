import { stripTypeScriptTypes } from 'node:module';
import { compileModule } from 'svelte/compiler';
import { defineConfig } from 'vitest/config';

/** State classes with runes as the window runs them: compiled for the client, though the tests have no DOM. */
const stateWithRunes = {
  name: 'state-with-runes',
  enforce: 'pre' as const,
  transform(code: string, id: string) {
    if (!id.endsWith('.svelte.ts')) return undefined;
    const { js } = compileModule(stripTypeScriptTypes(code), { generate: 'client', filename: id });
    return { code: js.code, map: js.map };
  },
};

export default defineConfig({
  plugins: [stateWithRunes],
  resolve: { conditions: ['browser'] },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**'],
    environment: 'node',
    pool: 'forks',
    // A busy machine takes its time, with processes above all; only a failure waits that long.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 2,
    server: { deps: { inline: ['svelte'] } },
  },
});
