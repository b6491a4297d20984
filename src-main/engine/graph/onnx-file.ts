import { operationOf } from '../operations/registry.ts';
import { intsOf } from '../tensor.ts';
import type { Attribute, Shape, Tensor } from '../tensor.ts';
import { nodesFor } from './evaluate.ts';
import type { Graph, Node } from './graph.ts';
import { lowerForCpu } from './cpu-lowering.ts';
import { lowerForAll, lowerForWebgpu } from './webgpu-lowering.ts';
import { ProtobufWriter } from './protobuf.ts';

/** Opset 20 has Gelu and LayerNormalization as standard operations; IR 9 goes with it. Field numbers: onnx.proto3. */
export const OPSET = 20;
const IR_VERSION = 9;
const ELEMENT = { float: 1, int64: 7, bool: 9 } as const;

const LOWERINGS = { webgpu: lowerForWebgpu, cpu: lowerForCpu, all: lowerForAll } as const;

/** A graph's value under the name it has in the file. */
export interface NamedTensor {
  readonly name: string;
  readonly tensor: Tensor;
}

export interface OnnxFileOptions {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly NamedTensor[];
  /** Inputs that are frozen into the file, with their values: a trained network's parameters. */
  readonly frozen?: ReadonlyMap<Tensor, ArrayLike<number>>;
  /** Key-value pairs stored with the model. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** The batch size the graph was built with, to be left open in the file: a number no other extent is a multiple of. */
  readonly openBatch?: number;
  /** Work around what this provider of onnxruntime does wrongly or slowly; `all`, for wrong results of any, unless told. `cpu`: for static shapes only. */
  readonly lowering?: 'webgpu' | 'cpu' | 'all';
}

function writeAttribute(writer: ProtobufWriter, name: string, value: Attribute): void {
  writer.string(1, name);
  if (typeof value === 'number') writer.int(3, value).int(20, 2);
  else if (typeof value === 'string') writer.string(4, value).int(20, 3);
  else if ('float' in value) writer.float(2, value.float).int(20, 1);
  else {
    for (const item of value) writer.int(8, item);
    writer.int(20, 7);
  }
}

function writeTensor(
  writer: ProtobufWriter,
  name: string,
  shape: Shape,
  type: number,
  data: Uint8Array,
): void {
  for (const extent of shape) writer.int(1, extent);
  writer.int(2, type).string(8, name).raw(9, data);
}

function floatBytes(values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat32(i * 4, values[i]!, true);
  return bytes;
}

function integerBytes(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setBigInt64(i * 8, BigInt(value), true));
  return bytes;
}

function writeValueInfo(writer: ProtobufWriter, name: string, tensor: Tensor, openBatch?: number): void {
  writer.string(1, name).message(2, (type) =>
    type.message(1, (float) =>
      float.int(1, ELEMENT[tensor.type]).message(2, (shape) => {
        for (const extent of tensor.shape)
          shape.message(1, (dimension) =>
            extent === openBatch ? dimension.string(2, 'batch') : dimension.int(1, extent),
          );
      }),
    ),
  );
}

/** Short lists are named by their numbers. */
const LONGEST_NAME = 60;

/** Collects the int64 lists that some operations take as inputs; equal lists share one initialiser. */
class IntegerLists {
  readonly lists = new Map<string, readonly number[]>();
  private readonly names = new Map<string, string>();
  private readonly openBatch: number | undefined;
  constructor(openBatch?: number) {
    this.openBatch = openBatch;
  }
  nameOf(given: readonly number[]): string {
    const { openBatch } = this;
    const list = openBatch ? given.map((n) => (n !== 0 && n % openBatch === 0 ? -1 : n)) : given;
    const key = list.join('_').replaceAll('-', 'm');
    const known = this.names.get(key);
    if (known) return known;
    const name = key.length < LONGEST_NAME ? `i_${key}` : `i${this.names.size}`;
    this.names.set(key, name);
    this.lists.set(name, list);
    return name;
  }
}

function writeNode(
  writer: ProtobufWriter,
  node: Node,
  names: (tensor: Tensor) => string,
  lists: IntegerLists,
): void {
  const integerInputs = operationOf(node.op).integerInputs ?? [];
  for (const input of node.inputs) writer.string(1, names(input));
  for (const key of integerInputs) writer.string(1, lists.nameOf(intsOf(node.attributes, key)));
  for (const output of node.outputs) writer.string(2, names(output));
  writer.string(4, node.op);
  for (const [key, value] of Object.entries(node.attributes))
    if (!integerInputs.includes(key)) writer.message(5, (attribute) => writeAttribute(attribute, key, value));
}

function namer(outputs: readonly NamedTensor[]): (tensor: Tensor) => string {
  const given = new Map(outputs.map(({ name, tensor }) => [tensor, name]));
  return (tensor) => given.get(tensor) ?? tensor.name;
}

/** An output that is an input, a constant, or named twice needs a node of its own: Identity gives it one. */
function separateOutputs(graph: Graph, outputs: readonly NamedTensor[]): NamedTensor[] {
  const seen = new Set<Tensor>();
  return outputs.map(({ name, tensor }) => {
    const own = graph.producers.has(tensor) && !seen.has(tensor);
    seen.add(tensor);
    return own ? { name, tensor } : { name, tensor: graph.apply('Identity', [tensor])[0]! };
  });
}

/**
 * The part of a graph that `outputs` need, as an ONNX file (opset 20, standard operations only).
 * Inputs keep their names; inputs that nothing needs stay declared, so that every caller feeds the same list.
 */
export function writeOnnx(graph: Graph, options: OnnxFileOptions): Uint8Array {
  const outputs = separateOutputs(graph, options.outputs);
  const frozen = options.frozen ?? new Map<Tensor, ArrayLike<number>>();
  const plain = nodesFor(
    graph,
    outputs.map(({ tensor }) => tensor),
  );
  const nodes = LOWERINGS[options.lowering ?? 'all'](graph, plain);
  const used = new Set(nodes.flatMap((node) => node.inputs));
  const names = namer(outputs);
  const lists = new IntegerLists(options.openBatch);
  const file = new ProtobufWriter();
  file
    .int(1, IR_VERSION)
    .string(2, 'purkinje')
    .message(7, (body) => {
      nodes.forEach((node) => body.message(1, (writer) => writeNode(writer, node, names, lists)));
      body.string(2, 'network');
      const store = (tensor: Tensor, data: ArrayLike<number>): void => {
        if (used.has(tensor))
          body.message(5, (writer) =>
            writeTensor(writer, names(tensor), tensor.shape, ELEMENT.float, floatBytes(data)),
          );
      };
      graph.constants.forEach((data, tensor) => store(tensor, data));
      frozen.forEach((data, tensor) => store(tensor, data));
      for (const [name, list] of lists.lists)
        body.message(5, (writer) =>
          writeTensor(writer, name, [list.length], ELEMENT.int64, integerBytes(list)),
        );
      for (const input of options.inputs)
        if (!frozen.has(input))
          body.message(11, (writer) => writeValueInfo(writer, input.name, input, options.openBatch));
      for (const { name, tensor } of outputs)
        body.message(12, (writer) => writeValueInfo(writer, name, tensor, options.openBatch));
    });
  file.message(8, (opset) => opset.string(1, '').int(2, OPSET));
  for (const [key, value] of Object.entries(options.metadata ?? {}))
    file.message(14, (entry) => entry.string(1, key).string(2, value));
  return file.finish();
}
