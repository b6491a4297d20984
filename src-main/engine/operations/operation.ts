import type { NdArray } from '../ndarray.ts';
import type { Attributes, Tensor, TensorSpec } from '../tensor.ts';

/** One application, as a gradient rule sees it. */
export interface Application {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly attributes: Attributes;
}

/** An ONNX operation: shapes, gradient as further operations, and the plain float64 reference. */
export interface Operation {
  /** The attributes that ONNX wants as trailing int64 inputs, in order. */
  readonly integerInputs?: readonly string[];
  infer(inputs: readonly Tensor[], attributes: Attributes): readonly TensorSpec[];
  /** Gradients of the inputs from those of the outputs; undefined where none flows. Absent: not differentiable. */
  gradient?(call: Application, gradients: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[];
  reference(inputs: readonly NdArray[], attributes: Attributes): readonly NdArray[];
}
