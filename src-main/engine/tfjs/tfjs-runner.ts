import type { Scalar, Tensor as TfTensor } from '@tensorflow/tfjs-core';
import { EngineError } from '../errors.ts';
import { interpret } from '../graph/evaluate.ts';
import type { Program } from '../graph/program.ts';
import type { Placement, ProgramRunner, Values } from '../program-runner.ts';
import { sizeOf } from '../tensor.ts';
import type { Tensor } from '../tensor.ts';
import { loadTfjs } from './backend.ts';
import type { TensorFlow, TfjsBackend } from './backend.ts';
import { runKernel } from './kernels.ts';

type Known = Map<Tensor, TfTensor>;

class TfjsRunner implements ProgramRunner {
  readonly engine = 'tfjs';
  readonly placement: Placement;
  private readonly program: Program;
  private readonly tf: TensorFlow;
  private state = new Map<string, Float32Array>();

  constructor(program: Program, { tf, build, reason }: TfjsBackend) {
    this.program = program;
    this.tf = tf;
    this.placement = { device: 'cpu', asked: 'cpu', reason: reason ? `${build}; ${reason}` : build };
    for (const { name, input } of program.state) this.state.set(name, new Float32Array(sizeOf(input.shape)));
  }

  private upload(declared: Tensor, data: ArrayLike<number> | undefined): TfTensor {
    const size = sizeOf(declared.shape);
    if (data?.length !== size)
      throw new EngineError(
        'FeedMismatch',
        `${declared.name}: ${data?.length ?? 'no'} values, [${declared.shape}] expected`,
      );
    return this.tf.tensor(Float32Array.from(data), [...declared.shape], 'float32');
  }

  private known(feeds: Values): Known {
    const known: Known = new Map();
    for (const declared of this.program.feeds)
      known.set(declared, this.upload(declared, feeds[declared.name]));
    for (const { name, input } of this.program.state)
      known.set(input, this.upload(input, this.state.get(name)));
    for (const [tensor, data] of this.program.graph.constants) known.set(tensor, this.upload(tensor, data));
    return known;
  }

  private compute(targets: readonly Tensor[], known: Known): TfTensor[] {
    return interpret(this.program.graph, targets, known, (node, inputs) => runKernel(this.tf, node, inputs));
  }

  /** TensorFlow differentiates the loss by the flat parameters itself. */
  private differentiate(known: Known): void {
    const { seam } = this.program;
    if (!seam) return;
    const lossAt = (flat: TfTensor): Scalar =>
      this.tf.reshape(this.compute([seam.loss], new Map(known).set(seam.parameters, flat))[0]!, []);
    known.set(seam.gradient, this.tf.grad(lossAt)(known.get(seam.parameters)!));
  }

  async run(feeds: Values): Promise<Values> {
    const { state, results } = this.program;
    const targets = [...state.map((slot) => slot.output), ...results.map(({ tensor }) => tensor)];
    const outputs = this.tf.tidy(() => {
      const known = this.known(feeds);
      this.differentiate(known);
      return this.compute(targets, known).map((tensor) => this.tf.clone(tensor));
    });
    const values = outputs.map((tensor) => Float32Array.from(tensor.dataSync()));
    this.tf.dispose(outputs);
    state.forEach(({ name }, i) => this.state.set(name, values[i]!));
    return Object.fromEntries(results.map(({ name }, i) => [name, values[state.length + i]!]));
  }

  async readState(): Promise<Values> {
    return Object.fromEntries([...this.state].map(([name, values]) => [name, values.slice()]));
  }

  async writeState(state: Values): Promise<void> {
    for (const { name, input } of this.program.state) {
      if (state[name]?.length !== sizeOf(input.shape))
        throw new EngineError('FeedMismatch', `state ${name}: [${input.shape}] expected`);
      this.state.set(name, state[name].slice());
    }
  }

  async dispose(): Promise<void> {
    this.state.clear();
  }
}

/** The second engine: the program's forward operations on TensorFlow.js with its own gradients. Throws `PackageMissing`. */
export async function openTfjsRunner(program: Program): Promise<ProgramRunner> {
  return new TfjsRunner(program, await loadTfjs());
}
