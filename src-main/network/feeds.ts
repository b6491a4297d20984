import type { Graph } from '../engine/graph/graph.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { NetworkConfig } from './network-config.ts';
import type { NetworkInputs } from './network.ts';

/** Declares what a network is fed: `ecg`, `ecg.present`, `iegm`, `iegm.present`, `priors`, as far as it uses them. */
export function networkInputs(
  graph: Graph,
  config: NetworkConfig,
  batch: number,
): { inputs: NetworkInputs; feeds: Tensor[] } {
  const feeds: Tensor[] = [];
  const declare = (name: string, shape: readonly number[]): Tensor => {
    const tensor = graph.input(name, shape);
    feeds.push(tensor);
    return tensor;
  };
  const branch = (name: 'ecg' | 'iegm'): Pick<NetworkInputs, 'ecg' | 'iegm'> => {
    const channels = config[name]?.channels.length;
    if (channels === undefined) return {};
    const signals = declare(name, [batch, channels, config.windowLength]);
    return { [name]: { signals, present: declare(`${name}.present`, [batch, channels]) } };
  };
  const inputs: NetworkInputs = { ...branch('ecg'), ...branch('iegm') };
  if (config.priors === 0) return { inputs, feeds };
  return { inputs: { ...inputs, priors: declare('priors', [batch, config.priors]) }, feeds };
}
