import { describe, expect, it } from 'vitest';
import { Graph } from '../../src-main/engine/graph/graph.ts';
import { writeOnnx } from '../../src-main/engine/graph/onnx-file.ts';
import { carriedDevices, openSession } from '../../src-main/engine/onnx/placement.ts';
import { exp } from '../../src-main/engine/operations/build.ts';

function file(): Uint8Array {
  const graph = new Graph();
  const x = graph.input('x', [2]);
  return writeOnnx(graph, { inputs: [x], outputs: [{ name: 'y', tensor: exp(x) }] });
}

/** CoreML is on no system but macOS, DirectML on none but Windows: one of them is missing everywhere. */
const absent = process.platform === 'darwin' ? 'dml' : 'coreml';

describe('the device', () => {
  it('is the CPU where the CPU is asked for', async () => {
    const { session, placement } = await openSession(file(), { device: 'cpu' });
    await session.release();
    expect(placement).toEqual({ device: 'cpu', asked: 'cpu' });
  });

  it('falls back to the CPU and says why', async () => {
    const { session, placement } = await openSession(file(), { device: absent });
    await session.release();
    expect(placement).toMatchObject({
      device: 'cpu',
      asked: absent,
      reason: expect.stringContaining(absent),
    });
  });

  it('is an error where a fallback is not wanted', async () => {
    await expect(openSession(file(), { device: absent, strict: true })).rejects.toMatchObject({
      code: 'DeviceUnavailable',
    });
  });

  it('lists what the package carries', async () => {
    expect(await carriedDevices()).toContain('cpu');
  });
});
