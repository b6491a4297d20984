import { networkInputs } from './feeds.ts';
import type { NetworkConfig } from './network-config.ts';
import { forward } from './network.ts';
import { ParameterRecorder } from './parameter-table.ts';
import type { ParameterTable } from './parameter-table.ts';

/** Every parameter of a network, found by running its definition once on a graph that is thrown away. */
export function parameterTable(config: NetworkConfig): ParameterTable {
  const recorder = new ParameterRecorder();
  const { inputs } = networkInputs(recorder.graph, config, 1);
  forward({ parameters: recorder, dropout: (x) => x, activation: config.activation }, config, inputs);
  return recorder.table();
}
