import { describe, expect, it } from 'vitest';
import { operationNames } from '../../src-main/engine/operations/registry.ts';
import { gradientError, onnxErrors } from './numeric.ts';
import { COMPOSITES, SUBJECTS } from './subjects.ts';

describe('operations', () => {
  it('has a subject for every operation', () => {
    expect(operationNames().filter((name) => !(name in SUBJECTS))).toEqual([]);
  });
  const all = [
    ...Object.entries(SUBJECTS),
    ...Object.entries(COMPOSITES).map(([name, s]) => [name, [s]] as const),
  ];
  describe.each(all)('%s', (_name, subjects) => {
    it('has the gradient that central differences give', () => {
      for (const subject of subjects) expect(gradientError(subject)).toBeLessThan(1e-6);
    });
    it('does in onnxruntime what the reference does', async () => {
      for (const subject of subjects) {
        const { forward, gradient } = await onnxErrors(subject);
        expect(forward).toBeLessThan(2e-6);
        expect(gradient).toBeLessThan(1e-5);
      }
    });
  });
});
