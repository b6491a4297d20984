import type { Random } from '../../domain/random.ts';
import type { HeartFrame } from './frame.ts';
import { placeAt } from './frame.ts';
import type { Layer, Tissue } from './tissue.ts';
import { TissueBuilder } from './tissue.ts';
import { dot, length, scale, subtract } from './vector.ts';

const LAYERS: readonly Layer[] = ['endocardium', 'middle', 'epicardium'];
const LEFT = { levels: 9, angles: 16, length: 78, outer: 33, wall: 10 };
const RIGHT = { levels: 9, angles: 9, halfAngle: 84, bulge: 26, wall: 4 };
const NO_PURKINJE_DEPTH = 0.12; // the bases have none
/**
 * The blood in the cavities strengthens dipoles across the wall and weakens those along it (Brody 1956). Across its
 * thin, trabeculated wall the right ventricle counts less again: chosen on LUDB's amplitudes; along it less so: chosen
 * on the delta waves of right free-wall pathways.
 */
interface Shares {
  readonly across: number;
  readonly along: number;
}
const BRODY: Shares = { across: 1.25, along: 0.55 };
const RIGHT_SHARES: Shares = { across: 0.34 * BRODY.across, along: 2 * BRODY.along };

/** Conduction speeds of ventricular muscle, mm/ms: Durrer 1970 and Taggart 2000 (human): 0.3 across, 0.5-0.8 along the wall. */
export interface VentricularSpeeds {
  readonly across: number;
  readonly along: number;
  readonly endocardium: number;
  /** Along the inside where the Purkinje network carries it, by the side whose branch feeds that network. */
  readonly purkinje: { readonly left: number; readonly right: number };
  /** Along the right ventricle's free wall, whose two layers lie too near one another for fronts of their own. */
  readonly rightWall: number;
}

const STEEPEST = (82 * Math.PI) / 180; // polar angle of the ring nearest to the apex

/** Outer radius of the left ventricle at a distance from the base, mm. */
const radiusAt = (along: number): number =>
  LEFT.outer * Math.sqrt(Math.max(0.02, 1 - (along / LEFT.length) ** 2));

interface Sheet {
  readonly index: (level: number, angle: number, layer: number) => number;
}

function leftVentricle(frame: HeartFrame, builder: TissueBuilder): Sheet {
  const first = builder.points.length;
  for (let level = 0; level < LEFT.levels; level++) {
    const depth = level / (LEFT.levels - 1);
    for (let angle = 0; angle < LEFT.angles; angle++) {
      LAYERS.forEach((layer, k) => {
        const inset = (LEFT.wall * (2 - k)) / 2;
        const along = (LEFT.length - inset) * Math.sin(depth * STEEPEST);
        const radius = (LEFT.outer - inset) * Math.cos(depth * STEEPEST);
        const at = placeAt(frame, along, (angle * 360) / LEFT.angles, radius);
        builder.point({ at, region: 'left-ventricle', layer, depth });
      });
    }
  }
  const index = (level: number, angle: number, layer: number): number =>
    first + (level * LEFT.angles + ((angle + LEFT.angles) % LEFT.angles)) * LAYERS.length + layer;
  return { index };
}

/** The crescent of the right ventricle's free wall; its anterior part reaches up to the outflow tract. */
function rightVentricle(frame: HeartFrame, builder: TissueBuilder): Sheet {
  const first = builder.points.length;
  for (let level = 0; level < RIGHT.levels; level++) {
    for (let k = 0; k < RIGHT.angles; k++) {
      const angle = -RIGHT.halfAngle + (2 * RIGHT.halfAngle * k) / (RIGHT.angles - 1);
      const outflow = 26 * Math.max(0, Math.sin((-angle * Math.PI) / RIGHT.halfAngle)); // mm above the base
      const depth = level / (RIGHT.levels - 1);
      const along = -outflow + depth * (LEFT.length * 0.9 + outflow);
      const bulge =
        RIGHT.bulge * Math.cos((angle / RIGHT.halfAngle) * (Math.PI / 2)) * Math.sqrt(1 - 0.8 * depth);
      [0, 2].forEach((layer) => {
        const radius = radiusAt(Math.max(0, along)) + 1 + bulge + (layer === 2 ? RIGHT.wall : 0);
        const at = placeAt(frame, along, angle, radius);
        builder.point({ at, region: 'right-ventricle', layer: LAYERS[layer], depth });
      });
    }
  }
  return {
    index: (level, angle, layer) => first + (level * RIGHT.angles + angle) * 2 + (layer === 2 ? 1 : 0),
  };
}

/** Joins a sheet's points: across the wall, along and around it, and diagonally (excitation only). */
function joinSheet(
  builder: TissueBuilder,
  sheet: Sheet,
  shape: {
    levels: number;
    angles: number;
    layers: readonly number[];
    closed: boolean;
    wall: number;
    shares: Shares;
  },
  speeds: VentricularSpeeds,
  frame: HeartFrame,
): void {
  const { levels, angles, layers, closed, shares } = shape;
  const at = (index: number) => builder.points[index].at;
  const gap = (a: number, b: number): number => length(subtract(at(a), at(b)));
  const thickness = (shape.wall * frame.size) / layers.length;
  // The septum's outer layer is the right ventricle's endocardium.
  const isSeptal = (index: number): boolean => {
    const { layer, region, at } = builder.points[index];
    const outward = subtract(at, frame.base);
    const radial = subtract(outward, scale(frame.axis, dot(outward, frame.axis)));
    return (
      region === 'left-ventricle' &&
      layer === 'epicardium' &&
      dot(radial, frame.septal) > 0.5 * length(radial)
    );
  };
  const along = (a: number, b: number, area: number): void => {
    const inner = builder.points[a].layer === 'endocardium' || (isSeptal(a) && isSeptal(b));
    const speed = inner ? speeds.endocardium : speeds.along;
    const fast =
      inner && builder.points[a].depth > NO_PURKINJE_DEPTH && builder.points[b].depth > NO_PURKINJE_DEPTH;
    const onRight = isSeptal(a) || builder.points[a].region === 'right-ventricle';
    builder.join(a, b, speed, area, fast ? speeds.purkinje[onRight ? 'right' : 'left'] : speed);
  };
  for (let level = 0; level < levels; level++) {
    for (let angle = 0; angle < angles; angle++) {
      const down = level + 1 < levels;
      const around = closed || angle + 1 < angles;
      const next = (angle + 1) % angles;
      layers.forEach((layer, k) => {
        const here = sheet.index(level, angle, layer);
        const width = around
          ? gap(here, sheet.index(level, next, layer))
          : gap(here, sheet.index(level, angle - 1, layer));
        const height = down
          ? gap(here, sheet.index(level + 1, angle, layer))
          : gap(here, sheet.index(level - 1, angle, layer));
        if (k + 1 < layers.length)
          builder.join(
            here,
            sheet.index(level, angle, layers[k + 1]),
            speeds.across,
            width * height * shares.across,
          );
        if (down) along(here, sheet.index(level + 1, angle, layer), width * thickness * shares.along);
        if (around) along(here, sheet.index(level, next, layer), height * thickness * shares.along);
        if (down && around) {
          along(here, sheet.index(level + 1, next, layer), 0);
          along(sheet.index(level, next, layer), sheet.index(level + 1, angle, layer), 0);
        }
      });
    }
  }
}

/** The right ventricle's edges grow onto the outer layer of the septum. */
function joinVentricles(
  builder: TissueBuilder,
  left: Sheet,
  right: Sheet,
  speeds: VentricularSpeeds,
  size: number,
): void {
  const septum: number[] = [];
  for (let level = 0; level < LEFT.levels; level++) {
    for (let angle = -4; angle <= 4; angle++) septum.push(left.index(level, angle, 2));
  }
  const area = 8 * RIGHT.wall * size * size * 0.5 * 0.34;
  const attach = (from: number): void => {
    const nearest = [...septum].sort(
      (a, b) =>
        length(subtract(builder.points[a].at, builder.points[from].at)) -
        length(subtract(builder.points[b].at, builder.points[from].at)),
    );
    for (const to of nearest.slice(0, 2)) builder.join(from, to, speeds.along, area);
  };
  for (let level = 0; level < RIGHT.levels; level++) {
    for (const angle of [0, RIGHT.angles - 1])
      for (const layer of [0, 2]) attach(right.index(level, angle, layer));
  }
  for (let angle = 1; angle < RIGHT.angles - 1; angle++) attach(right.index(RIGHT.levels - 1, angle, 0));
}

/** Both ventricles of a heart, about 600 points. */
export function makeVentricles(frame: HeartFrame, speeds: VentricularSpeeds, random: Random): Tissue {
  const builder = new TissueBuilder(random);
  const left = leftVentricle(frame, builder);
  const right = rightVentricle(frame, builder);
  const size = frame.size;
  joinSheet(builder, left, { ...LEFT, layers: [0, 1, 2], closed: true, shares: BRODY }, speeds, frame);
  joinSheet(
    builder,
    right,
    { ...RIGHT, layers: [0, 2], closed: false, shares: RIGHT_SHARES },
    { ...speeds, along: speeds.rightWall, endocardium: speeds.rightWall },
    frame,
  );
  joinVentricles(builder, left, right, speeds, size);
  return builder.build();
}

export const VENTRICLE_SHAPE = { left: LEFT, right: RIGHT };
