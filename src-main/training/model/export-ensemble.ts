import { Graph } from '../../engine/graph/graph.ts';
import { writeOnnx } from '../../engine/graph/onnx-file.ts';
import { add, log, scale, shift, softmax } from '../../engine/operations/build.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { networkInputs } from '../../network/feeds.ts';
import { exportNetwork } from '../../network/inference-program.ts';
import type { NetworkConfig } from '../../network/network-config.ts';
import { forward } from '../../network/network.ts';
import { FrozenParameters } from '../../network/parameter-table.ts';
import { parameterTable } from '../../network/parameters.ts';

/** Stands for the open batch until the file is written; no shape holds it by chance. */
const OPEN_BATCH = 104_729;
/** Keeps the logarithm of a mean probability finite in float32. */
const SMALLEST = 1e-12;

/** log of the members' mean probability: `softmax` of it is that mean. */
function meanLogits(members: readonly Tensor[]): Tensor {
  const sum = members.map((logits) => softmax(logits)).reduce(add);
  return log(shift(scale(sum, 1 / members.length), SMALLEST));
}

/**
 * Several trainings of one network (seeds) as one ONNX file that answers with their mean probability. Feeds and
 * outputs are those of a single network; `embedding` and the views are the first member's.
 */
export function exportEnsemble(
  config: NetworkConfig,
  members: readonly Float32Array[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  if (members.length === 1) return exportNetwork(config, members[0], metadata);
  const graph = new Graph();
  const { inputs, feeds } = networkInputs(graph, config, OPEN_BATCH);
  const table = parameterTable(config);
  const outputs = members.map((values) =>
    forward(
      {
        parameters: new FrozenParameters(table, graph, values),
        dropout: (x) => x,
        activation: config.activation,
      },
      config,
      inputs,
    ),
  );
  const logits = config.heads.map(({ name }) => ({
    name: `logits.${name}`,
    tensor: meanLogits(outputs.map((member) => member.logits[name])),
  }));
  const probabilities = config.heads.map(({ name }, at) => ({
    name: `probabilities.${name}`,
    tensor: softmax(logits[at].tensor),
  }));
  const views = Object.entries(outputs[0].views).map(([name, tensor]) => ({ name: `view.${name}`, tensor }));
  const results = [
    ...logits,
    ...probabilities,
    { name: 'embedding', tensor: outputs[0].embedding },
    ...views,
  ];
  return writeOnnx(graph, { inputs: feeds, outputs: results, metadata, openBatch: OPEN_BATCH });
}
