import type { Random } from '../../domain/random.ts';
import type { HeartFrame } from './frame.ts';
import { placeAt } from './frame.ts';
import type { Region, Tissue } from './tissue.ts';
import { TissueBuilder, nearestPoint } from './tissue.ts';
import type { Vector } from './vector.ts';
import { add, cross, dot, length, scale, subtract, unit } from './vector.ts';

const RINGS = 7;
const SPOKES = 12;
const WALL = 2.5; // mm

/** Centres of the two valves' rings and of the atria above them. */
export interface AtrialFrame {
  readonly mitral: Vector;
  readonly tricuspid: Vector;
  readonly right: Vector;
  readonly left: Vector;
}

const MITRAL_RADIUS = 17;
const TRICUSPID_RADIUS = 18;

export function atrialFrame(frame: HeartFrame): AtrialFrame {
  const s = frame.size;
  const mitral = placeAt(frame, -4, 0, 0);
  const tricuspid = placeAt(frame, -2, 8, 42);
  const back: Vector = [0, 0.1, -1];
  return {
    mitral,
    tricuspid,
    left: add(mitral, scale(add(scale(frame.axis, -16), scale(back, 6)), s)),
    right: add(tricuspid, scale(add(scale(frame.axis, -18), [-6, 8, -2]), s)),
  };
}

/** A place on a valve's ring. Mitral angles count as the left ventricle's; tricuspid ones from the septum through the inferior wall. */
export function onAnnulus(
  frame: HeartFrame,
  valve: 'mitral' | 'tricuspid',
  angle: number,
  above = 0,
): Vector {
  const { mitral, tricuspid } = atrialFrame(frame);
  const radians = (angle * Math.PI) / 180;
  const towards = valve === 'mitral' ? frame.septal : scale(frame.septal, -1);
  const radius = valve === 'mitral' ? MITRAL_RADIUS : TRICUSPID_RADIUS;
  const outward = add(scale(towards, Math.cos(radians)), scale(frame.inferior, Math.sin(radians)));
  const centre = valve === 'mitral' ? mitral : tricuspid;
  return add(centre, scale(add(scale(outward, radius), scale(frame.axis, -above)), frame.size));
}

/** A sphere-like shell open towards its valve. */
function shell(
  builder: TissueBuilder,
  region: Region,
  centre: Vector,
  valve: Vector,
  radius: number,
  speed: number,
): void {
  const first = builder.points.length;
  const down = unit(subtract(valve, centre));
  const sideways = unit(cross(down, Math.abs(dot(down, [0, 1, 0])) > 0.9 ? [1, 0, 0] : [0, 1, 0]));
  const third = cross(down, sideways);
  for (let ring = 0; ring < RINGS; ring++) {
    const polar = ((ring + 0.5) / RINGS) * Math.PI * 0.8; // from the roof, leaving the valve's mouth open
    for (let spoke = 0; spoke < SPOKES; spoke++) {
      const around = (spoke / SPOKES) * 2 * Math.PI;
      const outward = add(
        scale(down, -Math.cos(polar)),
        scale(add(scale(sideways, Math.cos(around)), scale(third, Math.sin(around))), Math.sin(polar)),
      );
      const at = add(centre, scale(outward, radius));
      builder.point({ at, region, layer: 'epicardium', depth: ring / (RINGS - 1) });
    }
  }
  const index = (ring: number, spoke: number): number => first + ring * SPOKES + (spoke % SPOKES);
  const gap = (a: number, b: number): number => length(subtract(builder.points[a].at, builder.points[b].at));
  for (let ring = 0; ring < RINGS; ring++) {
    for (let spoke = 0; spoke < SPOKES; spoke++) {
      const here = index(ring, spoke);
      const width = gap(here, index(ring, spoke + 1));
      const height = gap(here, index(ring > 0 ? ring - 1 : ring + 1, spoke));
      builder.join(here, index(ring, spoke + 1), speed, height * WALL);
      if (ring + 1 < RINGS) {
        builder.join(here, index(ring + 1, spoke), speed, width * WALL);
        builder.join(here, index(ring + 1, spoke + 1), speed, 0);
        builder.join(index(ring, spoke + 1), index(ring + 1, spoke), speed, 0);
      }
    }
  }
}

/** Bachmann's bundle in front above, the fossa's rim, and the coronary sinus below carry excitation between the atria. */
function bridge(builder: TissueBuilder, frame: HeartFrame, at: Vector, speed: number): void {
  const from = nearestPoint(builder, at, (point) => point.region === 'right-atrium');
  const to = nearestPoint(builder, at, (point) => point.region === 'left-atrium');
  builder.join(from, to, speed, 20 * frame.size * frame.size);
}

/** Both atria, about 170 points. `speed` in mm/ms. */
export function makeAtria(frame: HeartFrame, speed: number, random: Random): Tissue {
  const builder = new TissueBuilder(random);
  const { mitral, tricuspid, left, right } = atrialFrame(frame);
  shell(builder, 'right-atrium', right, tricuspid, 25 * frame.size, speed);
  shell(builder, 'left-atrium', left, mitral, 23 * frame.size, speed);
  const between = scale(add(left, right), 0.5);
  const up: Vector = [0, 1, 0.4];
  bridge(builder, frame, add(between, scale(up, 18 * frame.size)), speed * 1.3);
  bridge(builder, frame, between, speed * 0.6);
  bridge(builder, frame, onAnnulus(frame, 'mitral', 30, 6), speed * 0.8);
  return builder.build();
}
