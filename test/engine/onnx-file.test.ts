import { describe, expect, it } from 'vitest';
import { Graph } from '../../src-main/engine/graph/graph.ts';
import { OPSET, writeOnnx } from '../../src-main/engine/graph/onnx-file.ts';
import { ProtobufWriter, readProtobuf } from '../../src-main/engine/graph/protobuf.ts';
import type { ProtobufField } from '../../src-main/engine/graph/protobuf.ts';
import { openSession } from '../../src-main/engine/onnx/placement.ts';
import { loadRuntime } from '../../src-main/engine/onnx/runtime.ts';
import { add, concat, mean, reshape, scale, slice } from '../../src-main/engine/operations/build.ts';
import { linear } from '../../src-main/engine/operations/composite.ts';
import { sizeOf } from '../../src-main/engine/tensor.ts';

const text = (value: ProtobufField['value']): string => new TextDecoder().decode(value as Uint8Array);
const children = (fields: readonly ProtobufField[], field: number): ProtobufField[][] =>
  fields.filter((f) => f.field === field).map((f) => readProtobuf(f.value as Uint8Array));
const one = (fields: readonly ProtobufField[], field: number): ProtobufField['value'] | undefined =>
  fields.find((f) => f.field === field)?.value;

describe('the protobuf writer', () => {
  it('writes what the wire format wants', () => {
    // 150 as field 1 and "testing" as field 2: the examples of the protocol buffers encoding guide.
    expect([...new ProtobufWriter().int(1, 150).finish()]).toEqual([0x08, 0x96, 0x01]);
    expect([...new ProtobufWriter().string(2, 'testing').finish()]).toEqual([
      0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67,
    ]);
    expect(new ProtobufWriter().int(1, -1).finish()).toHaveLength(11);
  });

  it('is read back field by field', () => {
    const bytes = new ProtobufWriter()
      .int(3, -2)
      .float(4, 1.5)
      .message(5, (inner) => inner.string(1, 'x'.repeat(3000)))
      .finish();
    const [minus, float, message] = readProtobuf(bytes);
    expect(BigInt.asIntN(64, minus!.value as bigint)).toBe(-2n);
    expect(new DataView((float!.value as Uint8Array).buffer).getFloat32(0, true)).toBe(1.5);
    expect(text(one(readProtobuf(message!.value as Uint8Array), 1)!)).toHaveLength(3000);
  });

  it('refuses a truncated message', () => {
    const bytes = new ProtobufWriter().string(2, 'testing').finish();
    expect(() => readProtobuf(bytes.slice(0, 5))).toThrow('truncated');
  });
});

function sample(batch: number): { graph: Graph; file: Uint8Array } {
  const graph = new Graph();
  const x = graph.input('x', [batch, 4, 3]);
  const unused = graph.input('unused', [2]);
  const w = graph.constant([1, 2, 3, 4, 5, 6], [3, 2]);
  const zeros = scale(slice(x, 1, 0, 1), 0);
  const y = linear(concat([zeros, x], 1), w);
  const outputs = [
    { name: 'y', tensor: y },
    { name: 'same', tensor: y },
    { name: 'pooled', tensor: mean(reshape(add(y, y), [batch, -1]), [1]) },
    { name: 'echo', tensor: x },
  ];
  const file = writeOnnx(graph, {
    inputs: [x, unused],
    outputs,
    metadata: { made: 'here' },
    openBatch: batch,
  });
  return { graph, file };
}

describe('the ONNX file', () => {
  it('carries opset, inputs, outputs, metadata, and standard operations only', () => {
    const model = readProtobuf(sample(7919).file);
    const [opset] = children(model, 8);
    expect(one(opset!, 2)).toBe(BigInt(OPSET));
    const [graph] = children(model, 7);
    expect(children(graph!, 11).map((input) => text(one(input, 1)!))).toEqual(['x', 'unused']);
    expect(children(graph!, 12).map((output) => text(one(output, 1)!))).toEqual([
      'y',
      'same',
      'pooled',
      'echo',
    ]);
    expect(children(model, 14).map((entry) => [text(one(entry, 1)!), text(one(entry, 2)!)])).toEqual([
      ['made', 'here'],
    ]);
    for (const node of children(graph!, 1)) expect(one(node, 7) ?? new Uint8Array()).toHaveLength(0);
  });

  it.each([1, 5])('is loaded and run by onnxruntime at a batch of %i', async (batch) => {
    const { session } = await openSession(sample(7919).file, { device: 'cpu', threads: 1 });
    const { Tensor } = await loadRuntime();
    const data = Float32Array.from({ length: batch * 12 }, (_, i) => i);
    const results = await session.run({
      x: new Tensor('float32', data, [batch, 4, 3]),
      unused: new Tensor('float32', new Float32Array(2), [2]),
    });
    await session.release();
    expect(results.y!.dims).toEqual([batch, 5, 2]);
    expect([...(results.y!.data as Float32Array)].slice(0, 4)).toEqual([0, 0, 13, 16]);
    expect(results.echo!.data).toEqual(data);
    expect(results.same!.data).toEqual(results.y!.data);
  });

  it('holds no convolution of channels that WebGPU gets wrong, and gives the same numbers', async () => {
    const shapes = { x: [1, 6, 2, 8], w: [4, 6, 1, 3] };
    const graph = new Graph();
    const [x, w] = [graph.input('x', shapes.x), graph.input('w', shapes.w)];
    const [tensor] = graph.apply('Conv', [x, w], {
      kernel_shape: [1, 3],
      strides: [1, 1],
      pads: [0, 1, 0, 1],
    });
    const { Tensor } = await loadRuntime();
    const value = (shape: number[], factor: number): InstanceType<typeof Tensor> =>
      new Tensor(
        'float32',
        Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i * factor)),
        shape,
      );
    const results: Float32Array[] = [];
    for (const lowering of ['all', 'cpu'] as const) {
      const file = writeOnnx(graph, { inputs: [x, w], outputs: [{ name: 'y', tensor: tensor! }], lowering });
      const nodes = children(children(readProtobuf(file), 7)[0]!, 1).map((node) => text(one(node, 4)!));
      expect(nodes).toEqual(lowering === 'all' ? ['Pad', 'Pad', 'Conv'] : ['Conv']);
      const { session } = await openSession(file, { device: 'cpu', threads: 1 });
      results.push(
        (await session.run({ x: value(shapes.x, 1.3), w: value(shapes.w, 0.7) })).y!.data as Float32Array,
      );
      await session.release();
    }
    const [padded, plain] = results;
    padded!.forEach((number, i) => expect(number).toBeCloseTo(plain![i]!, 5));
  });
});
