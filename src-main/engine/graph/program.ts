import type { Tensor } from '../tensor.ts';
import { writeOnnx } from './onnx-file.ts';
import type { NamedTensor, OnnxFileOptions } from './onnx-file.ts';
import type { Graph } from './graph.ts';

/** A value that outlives a run: fed as `input`, replaced by `output`. */
export interface StateSlot {
  readonly name: string;
  readonly input: Tensor;
  readonly output: Tensor;
}

/** Where an engine with gradients of its own takes over: it differentiates `loss` by `parameters` itself and goes on from `gradient`. */
export interface GradientSeam {
  readonly parameters: Tensor;
  readonly loss: Tensor;
  readonly gradient: Tensor;
}

/**
 * A step to be run again and again: feeds in, results out, state from run to run. All shapes are static.
 * Engines are told apart by nothing else than who runs it.
 */
export interface Program {
  readonly graph: Graph;
  readonly feeds: readonly Tensor[];
  readonly state: readonly StateSlot[];
  readonly results: readonly NamedTensor[];
  readonly seam?: GradientSeam;
}

/** The state's name in a file's outputs. */
export const stateOutput = (name: string): string => `next.${name}`;

/** The program as an ONNX file; state outputs are called `next.<name>`. */
export function programFile(program: Program, options: Pick<OnnxFileOptions, 'lowering'> = {}): Uint8Array {
  return writeOnnx(program.graph, {
    ...options,
    inputs: [...program.state.map((slot) => slot.input), ...program.feeds],
    outputs: [
      ...program.state.map((slot) => ({ name: stateOutput(slot.name), tensor: slot.output })),
      ...program.results,
    ],
  });
}
