import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { EngineError } from '../errors.ts';
import { programFile, stateOutput } from '../graph/program.ts';
import type { Program, StateSlot } from '../graph/program.ts';
import type { ProgramRunner, Values } from '../program-runner.ts';
import { sizeOf } from '../tensor.ts';
import type { Tensor } from '../tensor.ts';
import { downloadTensors } from './download.ts';
import { openSession } from './placement.ts';
import type { RealDevice, SessionChoice } from './placement.ts';
import { loadRuntime } from './runtime.ts';

type TensorClass = typeof OrtTensor;

/** Wraps a named value as a tensor of the declared shape. Throws `FeedMismatch`. */
export function wrap(
  TensorOf: TensorClass,
  declared: Tensor,
  values: Values,
  name = declared.name,
): OrtTensor {
  const data = values[name];
  if (!data) throw new EngineError('FeedMismatch', `${name} is missing`);
  if (data.length !== sizeOf(declared.shape))
    throw new EngineError(
      'FeedMismatch',
      `${name} holds ${data.length} values, [${declared.shape}] expected`,
    );
  return new TensorOf('float32', data, declared.shape);
}

/** Keeps state outputs on the GPU; everything else comes back to the CPU. */
function outputLocations(program: Program, device: string): InferenceSession.SessionOptions {
  if (device !== 'webgpu') return {};
  const locations: Record<string, 'gpu-buffer' | 'cpu'> = {};
  for (const slot of program.state) locations[stateOutput(slot.name)] = 'gpu-buffer';
  for (const { name } of program.results) locations[name] = 'cpu';
  return { preferredOutputLocation: locations };
}

function zeroState(TensorOf: TensorClass, slots: readonly StateSlot[]): Map<string, OrtTensor> {
  return new Map(
    slots.map(({ name, input }) => [
      name,
      new TensorOf('float32', new Float32Array(sizeOf(input.shape)), input.shape),
    ]),
  );
}

class OnnxRunner implements ProgramRunner {
  readonly engine = 'onnx';
  readonly placement: ProgramRunner['placement'];
  private readonly program: Program;
  private readonly session: InferenceSession;
  private readonly TensorOf: TensorClass;
  private state: Map<string, OrtTensor>;
  /** On the CPU the next state is written here, then the two change places: nothing of its size is allocated in a step. */
  private spare: Map<string, OrtTensor> | undefined;

  constructor(program: Program, opened: Awaited<ReturnType<typeof openSession>>, TensorOf: TensorClass) {
    this.program = program;
    this.session = opened.session;
    this.placement = opened.placement;
    this.TensorOf = TensorOf;
    this.state = zeroState(TensorOf, program.state);
    this.spare = this.placement.device === 'cpu' ? zeroState(TensorOf, program.state) : undefined;
  }

  /** Every output by name: where it is to be written, or null where the runtime may choose. */
  private targets(): Record<string, OrtTensor | null> {
    return Object.fromEntries([
      ...this.program.state.map(({ name }) => [stateOutput(name), this.spare?.get(name) ?? null]),
      ...this.program.results.map(({ name }) => [name, null]),
    ]);
  }

  async run(feeds: Values): Promise<Values> {
    const all: Record<string, OrtTensor> = {};
    for (const declared of this.program.feeds) all[declared.name] = wrap(this.TensorOf, declared, feeds);
    for (const { name, input } of this.program.state) all[input.name] = this.state.get(name)!;
    const outputs = await this.session.run(all, this.targets());
    const before = this.state;
    this.state = new Map(this.program.state.map(({ name }) => [name, outputs[stateOutput(name)]!]));
    if (this.spare) this.spare = before;
    else for (const tensor of before.values()) if (tensor.location === 'gpu-buffer') tensor.dispose();
    return Object.fromEntries(
      this.program.results.map(({ name }) => [name, outputs[name]!.data as Float32Array]),
    );
  }

  async readState(): Promise<Values> {
    return downloadTensors(this.state, this.placement);
  }

  async writeState(state: Values): Promise<void> {
    const next = this.program.state.map(({ name, input }): [string, OrtTensor] => {
      const given = wrap(this.TensorOf, input, state, name);
      return [name, new this.TensorOf('float32', Float32Array.from(given.data as Float32Array), input.shape)];
    });
    for (const tensor of this.state.values()) if (tensor.location === 'gpu-buffer') tensor.dispose();
    this.state = new Map(next);
  }

  async dispose(): Promise<void> {
    for (const tensor of this.state.values()) if (tensor.location === 'gpu-buffer') tensor.dispose();
    await this.session.release();
  }
}

/** Compiles a program for a device and returns it ready to run, its state all zeros. Throws `DeviceUnavailable` when strict. */
export async function openOnnxRunner(program: Program, choice: SessionChoice): Promise<ProgramRunner> {
  const { Tensor: TensorOf } = await loadRuntime();
  const file = (device: RealDevice): Uint8Array =>
    programFile(program, device === 'webgpu' || device === 'cpu' ? { lowering: device } : {});
  const opened = await openSession(file, choice, (device) => outputLocations(program, device));
  return new OnnxRunner(program, opened, TensorOf as unknown as TensorClass);
}
