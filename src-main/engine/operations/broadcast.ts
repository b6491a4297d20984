import { EngineError } from '../errors.ts';
import type { Shape, Tensor } from '../tensor.ts';
import { sameShape } from '../tensor.ts';

/** The shape two operands broadcast to (numpy rules). Throws `ShapeMismatch`. */
export function broadcastShape(a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1)
      throw new EngineError('ShapeMismatch', `[${a}] and [${b}] do not broadcast`);
    shape.push(left === 1 ? right : left);
  }
  return shape;
}

/** Sums a gradient over the axes along which `shape` was broadcast. */
export function sumTo(gradient: Tensor, shape: Shape): Tensor {
  if (sameShape(gradient.shape, shape)) return gradient;
  const lead = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((extent, axis) =>
    axis < lead || (shape[axis - lead] === 1 && extent !== 1) ? [axis] : [],
  );
  const { graph } = gradient;
  const [sum] = graph.apply('ReduceSum', [gradient], { axes, keepdims: 1 });
  return sameShape(sum!.shape, shape) ? sum! : graph.apply('Reshape', [sum!], { shape: [...shape] })[0]!;
}
