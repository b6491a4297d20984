import { Graph } from '../engine/graph/graph.ts';
import { writeOnnx } from '../engine/graph/onnx-file.ts';
import type { NamedTensor } from '../engine/graph/onnx-file.ts';
import type { Program } from '../engine/graph/program.ts';
import { softmax } from '../engine/operations/build.ts';
import { networkInputs } from './feeds.ts';
import type { NetworkConfig } from './network-config.ts';
import { forward } from './network.ts';
import type { NetworkOutputs } from './network.ts';
import { FlatParameters, FrozenParameters } from './parameter-table.ts';
import type { ParameterSource, ParameterTable } from './parameter-table.ts';
import { parameterTable } from './parameters.ts';

function resultsOf(outputs: NetworkOutputs): NamedTensor[] {
  const heads = Object.entries(outputs.logits).flatMap(([name, logits]) => [
    { name: `logits.${name}`, tensor: logits },
    { name: `probabilities.${name}`, tensor: softmax(logits) },
  ]);
  const views = Object.entries(outputs.views).map(([name, tensor]) => ({ name: `view.${name}`, tensor }));
  const projection = outputs.projection ? [{ name: 'projection', tensor: outputs.projection }] : [];
  return [...heads, { name: 'embedding', tensor: outputs.embedding }, ...projection, ...views];
}

function forwardOn(
  graph: Graph,
  config: NetworkConfig,
  batch: number,
  parameters: ParameterSource,
): { results: NamedTensor[]; feeds: ReturnType<typeof networkInputs>['feeds'] } {
  const { inputs, feeds } = networkInputs(graph, config, batch);
  const build = { parameters, dropout: <T>(x: T): T => x, activation: config.activation };
  return { results: resultsOf(forward(build, config, inputs)), feeds };
}

/** The forward pass with the flat parameters as one more feed, `parameters`: for validation during training. */
export function evaluationProgram(
  config: NetworkConfig,
  batchSize: number,
): { program: Program; parameters: ParameterTable } {
  const table = parameterTable(config);
  const graph = new Graph();
  const flat = graph.input('parameters', [table.size]);
  const { results, feeds } = forwardOn(graph, config, batchSize, new FlatParameters(table, flat));
  return { program: { graph, feeds: [flat, ...feeds], state: [], results }, parameters: table };
}

/** A batch no shape contains by chance: what stands for the open batch until the file is written. */
const OPEN_BATCH = 104_729;

/**
 * A trained network as an ONNX file: the training step's forward nodes with the parameters frozen in. The batch is
 * open (any number of windows a run). Outputs: `logits.<head>`, `probabilities.<head>`, `embedding`, `projection`,
 * and `view.<name>` (weight-on-iegm, cross.ecg, cross.iegm, transformer.layer1 ...).
 */
export function exportNetwork(
  config: NetworkConfig,
  parameters: Float32Array,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const graph = new Graph();
  const source = new FrozenParameters(parameterTable(config), graph, parameters);
  const { results, feeds } = forwardOn(graph, config, OPEN_BATCH, source);
  return writeOnnx(graph, { inputs: feeds, outputs: results, metadata, openBatch: OPEN_BATCH });
}
