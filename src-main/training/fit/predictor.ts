import type { PriorScaling } from '../../dsp/preprocess/prior-scaling.ts';
import type { Device, ProgramRunner } from '../../engine/program-runner.ts';
import { openOnnxRunner } from '../../engine/onnx/onnx-runner.ts';
import { evaluationProgram } from '../../network/inference-program.ts';
import type { NetworkConfig } from '../../network/network-config.ts';
import { BatchFeeder } from '../data/batches.ts';
import type { ExampleSet } from '../data/example-set.ts';

/** What the network says of examples, row by row, in the order asked. */
export interface Predicted {
  /** By output: `[examples][classes]`. */
  readonly logits: Readonly<Record<string, Float32Array>>;
  /** `[examples][embeddingWidth]`, the network's h. */
  readonly embedding: Float32Array;
  readonly embeddingWidth: number;
}

/** Runs the network forward over examples, with whatever parameters are given. */
export class Predictor {
  private readonly network: NetworkConfig;
  private readonly size: number;
  private readonly runner: ProgramRunner;

  private constructor(network: NetworkConfig, size: number, runner: ProgramRunner) {
    this.network = network;
    this.size = size;
    this.runner = runner;
  }

  /** @throws EngineError where no device is usable */
  static async open(
    network: NetworkConfig,
    size: number,
    device: Device,
    threads: number,
  ): Promise<Predictor> {
    const { program } = evaluationProgram(network, size);
    return new Predictor(network, size, await openOnnxRunner(program, { device, threads }));
  }

  async predict(
    parameters: Float32Array,
    set: ExampleSet,
    indices: readonly number[],
    scaling: PriorScaling,
  ): Promise<Predicted> {
    const feeder = new BatchFeeder(set, this.network, scaling, this.size);
    const width = this.network.width;
    const logits = Object.fromEntries(
      this.network.heads.map(({ name, classes }) => [
        name,
        new Float32Array(indices.length * classes.length),
      ]),
    );
    const embedding = new Float32Array(indices.length * width);
    for (let from = 0; from < indices.length; from += this.size) {
      const part = indices.slice(from, from + this.size);
      const { weights: _weights, ...feeds } = feeder.inputs(part);
      const out = await this.runner.run({ ...feeds, parameters });
      for (const { name, classes } of this.network.heads)
        logits[name].set(
          out[`logits.${name}`].subarray(0, part.length * classes.length),
          from * classes.length,
        );
      embedding.set(out.embedding.subarray(0, part.length * width), from * width);
    }
    return { logits, embedding, embeddingWidth: width };
  }

  async close(): Promise<void> {
    await this.runner.dispose();
  }
}
