import type { Vector } from './vector.ts';
import { add, cross, dot, rotate, scale, subtract, unit } from './vector.ts';

/**
 * How a heart lies: its long axis and the directions around it. Angles around the left ventricle count from the
 * septum (0) through the inferior wall (90 degrees) and the lateral wall (180) to the anterior wall (270).
 */
export interface HeartFrame {
  /** Centre of the left ventricle's base. */
  readonly base: Vector;
  /** Base to apex. */
  readonly axis: Vector;
  /** Left ventricle to right ventricle. */
  readonly septal: Vector;
  /** Towards the inferior (diaphragmatic) wall. */
  readonly inferior: Vector;
  /** Size of the heart, 1 in an adult. */
  readonly size: number;
}

/**
 * @param turn rotation in the frontal plane, radians: positive turns the apex down (vertical heart)
 * @param twist rotation about the long axis, radians: positive brings the right ventricle to the front
 */
export function heartFrame(size: number, turn: number, twist: number): HeartFrame {
  const front: Vector = [0, 0, 1];
  const axis = rotate(unit([0.62, -0.48, 0.62]), front, -turn);
  const towardsRight = rotate([-0.75, -0.05, 0.66], front, -turn);
  const septalUntwisted = unit(subtract(towardsRight, scale(axis, dot(towardsRight, axis))));
  const septal = rotate(septalUntwisted, axis, twist);
  return {
    base: add(scale(axis, -24 * size), [10 * size, 0, 0]),
    axis,
    septal,
    inferior: cross(axis, septal),
    size,
  };
}

/** A place given by its distance along the axis, its angle (degrees) and its distance from the axis, mm (adult). */
export function placeAt(frame: HeartFrame, along: number, angle: number, radius: number): Vector {
  const radians = (angle * Math.PI) / 180;
  const outward = add(scale(frame.septal, Math.cos(radians)), scale(frame.inferior, Math.sin(radians)));
  return add(frame.base, scale(add(scale(frame.axis, along), scale(outward, radius)), frame.size));
}
