import type { Random } from '../../domain/random.ts';
import type { Vector } from './vector.ts';
import { length, subtract } from './vector.ts';

/**
 * A muscle as a graph of points. An edge carries excitation at `speed` and, where `area` is over 0, is a piece of
 * muscle of that cross-section that makes a dipole while its ends differ in potential.
 */
export interface Edge {
  readonly from: number;
  readonly to: number;
  /** mm/ms. */
  readonly speed: number;
  /** mm/ms where the excitation comes down the bundle branches and spreads by the Purkinje network. */
  readonly purkinjeSpeed: number;
  /** mm^2; 0 for an edge that only shortens detours of the grid. */
  readonly area: number;
}

export type Layer = 'endocardium' | 'middle' | 'epicardium';
export type Region = 'left-ventricle' | 'right-ventricle' | 'right-atrium' | 'left-atrium';

export interface Point {
  readonly at: Vector;
  readonly region: Region;
  readonly layer: Layer;
  /** 0 at the base, 1 at the apex (ventricles); 0 to 1 from the vena cava's or vein's end to the valve (atria). */
  readonly depth: number;
}

export interface Tissue {
  readonly points: readonly Point[];
  readonly edges: readonly Edge[];
  /** Edges at each point, both directions. */
  readonly neighbours: readonly (readonly { readonly to: number; readonly edge: Edge }[])[];
}

const UNEVEN = 0.22;

export class TissueBuilder {
  private readonly random: Random;
  readonly points: Point[] = [];
  readonly edges: Edge[] = [];

  point(point: Point): number {
    return this.points.push(point) - 1;
  }

  /** @param random uneven tissue: every edge's speed varies by a fifth, which notches the complexes as in real hearts */
  constructor(random: Random) {
    this.random = random;
  }

  join(from: number, to: number, speed: number, area: number, purkinjeSpeed = speed): void {
    const f = Math.exp(UNEVEN * this.random.normal());
    this.edges.push({ from, to, speed: speed * f, area, purkinjeSpeed: purkinjeSpeed * f });
  }

  build(): Tissue {
    const neighbours: { to: number; edge: Edge }[][] = this.points.map(() => []);
    for (const edge of this.edges) {
      neighbours[edge.from].push({ to: edge.to, edge });
      neighbours[edge.to].push({ to: edge.from, edge });
    }
    return { points: this.points, edges: this.edges, neighbours };
  }
}

/** Index of the point nearest to a place, among those that `accept` takes. */
export function nearestPoint(
  tissue: { readonly points: readonly Point[] },
  at: Vector,
  accept?: (point: Point) => boolean,
): number {
  let best = -1;
  let bestDistance = Infinity;
  tissue.points.forEach((point, index) => {
    if (accept && !accept(point)) return;
    const distance = length(subtract(point.at, at));
    if (distance < bestDistance) {
      bestDistance = distance;
      best = index;
    }
  });
  return best;
}

/**
 * First arrival of excitation at every point, ms after the source.
 * Dijkstra over the edges: what the eikonal equation gives on a graph. Times of several sources combine by `min`.
 * @param starts points excited at a given time
 * @param purkinje whether the Purkinje network carries it (conducted beats) or muscle alone (paced, ectopic)
 */
export function arrivalTimes(
  tissue: Tissue,
  starts: readonly { readonly point: number; readonly time: number }[],
  purkinje = false,
): Float64Array {
  const times = new Float64Array(tissue.points.length).fill(Infinity);
  const done = new Uint8Array(tissue.points.length);
  for (const { point, time } of starts) times[point] = Math.min(times[point], time);
  for (;;) {
    let nearest = -1;
    for (let i = 0; i < times.length; i++) {
      if (!done[i] && times[i] < Infinity && (nearest < 0 || times[i] < times[nearest])) nearest = i;
    }
    if (nearest < 0) return times;
    done[nearest] = 1;
    for (const { to, edge } of tissue.neighbours[nearest]) {
      const distance = length(subtract(tissue.points[to].at, tissue.points[nearest].at));
      const time = times[nearest] + distance / (purkinje ? edge.purkinjeSpeed : edge.speed);
      if (time < times[to]) times[to] = time;
    }
  }
}
