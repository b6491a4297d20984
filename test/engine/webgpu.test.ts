import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Chromium's software Vulkan, where Debian's package `chromium` puts it; onnxruntime finds it through libvulkan1. */
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';

function runProgram(
  name: string,
  environment: NodeJS.ProcessEnv,
): { status: number | null; stdout: string; stderr: string } {
  const script = fileURLToPath(new URL(name, import.meta.url));
  return spawnSync(process.execPath, [script], { env: environment, encoding: 'utf8', timeout: 120_000 });
}

/** The surroundings in which WebGPU works: as they are where there is an adapter, else with SwiftShader. */
function workingEnvironment(): NodeJS.ProcessEnv | undefined {
  const software = existsSync(SWIFTSHADER) ? [{ ...process.env, VK_ICD_FILENAMES: SWIFTSHADER }] : [];
  return [process.env, ...software].find(
    (environment) => runProgram('gpu-probe.ts', environment).status === 0,
  );
}

const environment = workingEnvironment();

describe.skipIf(!environment)(
  'WebGPU (skipped where no adapter is found: a GPU, or chromium and libvulkan1)',
  () => {
    const errorsOf = (name: string): Record<string, number> => {
      const { status, stdout, stderr } = runProgram(name, environment!);
      expect(status, stderr).toBe(0);
      return JSON.parse(stdout) as Record<string, number>;
    };

    it('does every operation and its gradient as the reference does', { timeout: 120_000 }, () => {
      const errors = errorsOf('gpu-operations.ts');
      expect(Object.keys(errors).length).toBeGreaterThan(100);
      for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(1e-5);
    });

    it('does two training steps as the CPU does, the state staying on the GPU', { timeout: 120_000 }, () => {
      const errors = errorsOf('gpu-step.ts');
      expect(Object.keys(errors)).toContain('parameters');
      for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(1e-4);
    });
  },
);
