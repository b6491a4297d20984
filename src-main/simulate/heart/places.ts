import type { Random } from '../../domain/random.ts';
import { makeAtria, onAnnulus, atrialFrame } from '../body/atria.ts';
import type { HeartFrame } from '../body/frame.ts';
import { heartFrame, placeAt } from '../body/frame.ts';
import type { Point, Tissue } from '../body/tissue.ts';
import { arrivalTimes, nearestPoint } from '../body/tissue.ts';
import type { Vector } from '../body/vector.ts';
import { add, scale } from '../body/vector.ts';
import type { VentricularSpeeds } from '../body/ventricles.ts';
import { makeVentricles } from '../body/ventricles.ts';
import type { PathwayLocation, Subject } from '../subject.ts';

/** A source of excitation in one tissue: where it is, and when every point of the tissue is reached from it (ms). */
export interface Place {
  readonly name: string;
  readonly chamber: 'atria' | 'ventricles';
  readonly at: Vector;
  readonly point: number;
  readonly arrival: Float64Array;
}

export interface Anatomy {
  readonly frame: HeartFrame;
  readonly atria: Tissue;
  readonly ventricles: Tissue;
  readonly places: ReadonlyMap<string, Place>;
}

/** Where on its ring a pathway lies: mitral angle from the septum, or tricuspid. Degrees. */
export const PATHWAY_RINGS: Readonly<Record<PathwayLocation, readonly ['mitral' | 'tricuspid', number]>> = {
  'left anterior': ['mitral', 262],
  'left anterolateral': ['mitral', 222],
  'left lateral': ['mitral', 182],
  'left posterolateral': ['mitral', 138],
  'left posterior': ['mitral', 98],
  'left posteroseptal': ['mitral', 52],
  'right posteroseptal': ['tricuspid', 48],
  'right posterior': ['tricuspid', 95],
  'right lateral': ['tricuspid', 178],
  'right anterior': ['tricuspid', 260],
  'right anteroseptal': ['tricuspid', 318],
  'right parahisian': ['tricuspid', 338],
};

/**
 * Where septal pathways enter the ventricles, left ventricle's angle: posterior ones in the posterior septal process by
 * the crux, anterior ones beside the bundle of His, below the outflow tract. The others enter below where they leave.
 */
const SEPTAL_INSERTIONS: Readonly<Partial<Record<PathwayLocation, number>>> = {
  'left posteroseptal': 68,
  'right posteroseptal': 46,
  'right anteroseptal': -44,
  'right parahisian': -22,
};

/** Angles of the coronary sinus electrodes' pairs along the mitral ring, proximal (CS90) to distal (CS12), degrees. */
export const CS_ANGLES = { CS90: 40, CS78: 72, CS56: 104, CS34: 136, CS12: 166 } as const;

/** Sites round the tricuspid valve in the order that common (counter-clockwise) flutter reaches them. */
export const CIRCUIT_SITES = [
  'circuit-0',
  'circuit-1',
  'circuit-2',
  'circuit-3',
  'circuit-4',
  'circuit-5',
  'circuit-6',
  'circuit-7',
] as const;
/** Tricuspid angle of each: isthmus, septum upwards, roof, lateral wall downwards. */
const CIRCUIT_ANGLES = [60, 20, 335, 290, 245, 200, 155, 105];
const CIRCUIT_RADIUS = 20; // mm: the atrial wall above the valve's ring

/** mm along the ring from each circuit site to the next one; the last is the isthmus. */
export function circuitLengths(size: number): number[] {
  return CIRCUIT_ANGLES.map((angle, k) => {
    const degrees = (angle - CIRCUIT_ANGLES[(k + 1) % CIRCUIT_ANGLES.length] + 360) % 360;
    return (degrees / 180) * Math.PI * CIRCUIT_RADIUS * size;
  });
}

type Ventricle = 'left-ventricle' | 'right-ventricle';
const inside = (region: Ventricle, layer: Point['layer']) => (point: Point) =>
  point.region === region && point.layer === layer;

class PlaceMaker {
  readonly places = new Map<string, Place>();
  readonly frame: HeartFrame;
  readonly atria: Tissue;
  readonly ventricles: Tissue;

  constructor(frame: HeartFrame, atria: Tissue, ventricles: Tissue) {
    this.frame = frame;
    this.atria = atria;
    this.ventricles = ventricles;
  }

  atrial(name: string, at: Vector, region?: 'left-atrium' | 'right-atrium'): void {
    const point = nearestPoint(this.atria, at, region && ((p) => p.region === region));
    this.add(name, 'atria', this.atria, at, point, arrivalTimes(this.atria, [{ point, time: 0 }]));
  }

  /** @param through the place takes in the whole thickness of the wall: the nearest point of each layer begins */
  ventricular(name: string, at: Vector, accept: (point: Point) => boolean, through = false): void {
    const point = nearestPoint(this.ventricles, at, accept);
    const { region, layer } = this.ventricles.points[point];
    const beside = nearestPoint(
      this.ventricles,
      this.ventricles.points[point].at,
      (other) => other.region === region && other.layer !== layer,
    );
    const spans = through && region === 'right-ventricle';
    const starts = (spans ? [point, beside] : [point]).map((start) => ({ point: start, time: 0 }));
    this.add(name, 'ventricles', this.ventricles, at, point, arrivalTimes(this.ventricles, starts));
  }

  /** A bundle branch: its first exits with their times; the Purkinje network carries on. */
  branch(
    name: string,
    exits: readonly { at: Vector; time: number; accept: (point: Point) => boolean }[],
    purkinje: boolean,
  ): void {
    const starts = exits.slice(0, purkinje ? undefined : 1).map(({ at, time, accept }) => ({
      point: nearestPoint(this.ventricles, at, accept),
      time,
    }));
    const arrival = arrivalTimes(this.ventricles, starts, purkinje);
    this.add(name, 'ventricles', this.ventricles, exits[0].at, starts[0].point, arrival);
  }

  private add(
    name: string,
    chamber: Place['chamber'],
    tissue: Tissue,
    _at: Vector,
    point: number,
    arrival: Float64Array,
  ): void {
    this.places.set(name, { name, chamber, at: tissue.points[point].at, point, arrival });
  }
}

function placeAtria(maker: PlaceMaker, random: Random): void {
  const { frame } = maker;
  const { right, left } = atrialFrame(frame);
  const s = frame.size;
  maker.atrial('sinus', add(right, scale([-10, 20, 2], s)), 'right-atrium');
  maker.atrial('HRA', add(right, scale([-6, 18, 14], s)), 'right-atrium');
  maker.atrial('septum', onAnnulus(frame, 'tricuspid', 335, 5), 'right-atrium');
  maker.atrial('CS-os', onAnnulus(frame, 'tricuspid', 40, 6), 'right-atrium');
  for (const [name, angle] of Object.entries(CS_ANGLES)) {
    maker.atrial(name, onAnnulus(frame, 'mitral', angle, 5), 'left-atrium');
  }
  CIRCUIT_SITES.forEach((name, k) => {
    maker.atrial(name, onAnnulus(frame, 'tricuspid', CIRCUIT_ANGLES[k], 12), 'right-atrium');
  });
  const foci: Vector[] = [
    add(right, scale([-22, 4, 2], s)), // crista terminalis
    add(left, scale([14, 14, -10], s)), // left upper pulmonary vein
    add(left, scale([-10, 6, -14], s)), // right pulmonary veins
    add(right, scale([0, 14, 20], s)), // appendage
  ];
  const chosen = random.integer(foci.length);
  maker.atrial('atrial-focus', foci[chosen]);
  maker.atrial('atrial-focus-2', foci[(chosen + 1 + random.integer(3)) % foci.length]);
}

/** Behind a lasting block of a branch the Purkinje network is of no use: muscle carries on. */
function placeBranches(maker: PlaceMaker, blocked: 'right' | 'left' | undefined): void {
  const { frame } = maker;
  const leftEndo = inside('left-ventricle', 'endocardium');
  const rightEndo = inside('right-ventricle', 'endocardium');
  const septumRight = inside('left-ventricle', 'epicardium');
  const at = (along: number, angle: number, radius: number): Vector => placeAt(frame, along, angle, radius);
  maker.branch(
    'left-branch',
    [
      { at: at(34, 0, 18), time: 0, accept: leftEndo },
      { at: at(44, -60, 18), time: 4, accept: leftEndo },
      { at: at(44, 60, 18), time: 4, accept: leftEndo },
    ],
    blocked !== 'left',
  );
  maker.branch(
    'right-branch',
    [
      { at: at(58, 0, 22), time: 0, accept: septumRight },
      { at: at(48, 10, 44), time: 4, accept: rightEndo },
      { at: at(42, -40, 44), time: 8, accept: rightEndo },
    ],
    blocked !== 'right',
  );
}

const FOCI: readonly {
  along: number;
  angle: number;
  radius: number;
  ventricle: Ventricle;
  layer: Point['layer'];
}[] = [
  { along: -20, angle: -42, radius: 60, ventricle: 'right-ventricle', layer: 'endocardium' }, // outflow tract
  { along: 4, angle: 300, radius: 33, ventricle: 'left-ventricle', layer: 'epicardium' }, // left outflow, summit
  { along: 56, angle: 100, radius: 16, ventricle: 'left-ventricle', layer: 'endocardium' }, // posterior papillary
  { along: 50, angle: 235, radius: 16, ventricle: 'left-ventricle', layer: 'endocardium' }, // anterior papillary
  { along: 40, angle: 45, radius: 18, ventricle: 'left-ventricle', layer: 'endocardium' }, // posterior fascicle
  { along: 10, angle: 60, radius: 55, ventricle: 'right-ventricle', layer: 'endocardium' }, // tricuspid ring
  { along: 46, angle: 10, radius: 52, ventricle: 'right-ventricle', layer: 'endocardium' }, // moderator band
  { along: 70, angle: 180, radius: 10, ventricle: 'left-ventricle', layer: 'epicardium' }, // apex
  { along: 8, angle: 180, radius: 33, ventricle: 'left-ventricle', layer: 'epicardium' }, // mitral ring
];

function placeVentricles(maker: PlaceMaker, subject: Subject, random: Random): void {
  const { frame } = maker;
  const right = inside('right-ventricle', 'endocardium');
  placeBranches(maker, subject.electrophysiology.bundleBranchBlock);
  const rva = placeAt(frame, 64, -5 + 20 * (random.next() - 0.5), 30);
  maker.ventricular('RVA', rva, right);
  // After tetralogy repair both circuits leave the right ventricle: the outflow tract's patch, the tricuspid ring.
  const first = random.integer(FOCI.length);
  const second = (first + 1 + random.integer(FOCI.length - 1)) % FOCI.length;
  const chosen = subject.diagnosis.startsWith('TOF') ? [0, 5] : [first, second];
  chosen.forEach((index, k) => {
    const { along, angle, radius, ventricle, layer } = FOCI[index];
    const at = placeAt(frame, along + 6 * random.normal(), angle + 10 * random.normal(), radius);
    maker.ventricular(k === 0 ? 'ventricular-focus' : 'ventricular-focus-2', at, inside(ventricle, layer));
  });
}

function placePathway(maker: PlaceMaker, location: PathwayLocation, mahaim: boolean): void {
  const { frame } = maker;
  const [valve, angle] = PATHWAY_RINGS[location];
  maker.atrial(
    'pathway-atrium',
    onAnnulus(frame, valve, angle, 5),
    valve === 'mitral' ? 'left-atrium' : 'right-atrium',
  );
  const onSeptum = SEPTAL_INSERTIONS[location];
  const below = mahaim
    ? placeAt(frame, 50, 20, 50)
    : onSeptum === undefined
      ? onAnnulus(frame, valve, angle, -6)
      : placeAt(frame, 2, onSeptum, 33);
  const wall: (point: Point) => boolean =
    valve === 'mitral'
      ? inside('left-ventricle', 'epicardium')
      : (point) =>
          point.region === 'right-ventricle' ||
          (point.region === 'left-ventricle' && point.layer === 'epicardium');
  maker.ventricular('pathway-ventricle', below, wall, true);
}

const PURKINJE = 2.1; // mm/ms: Durrer 1970
/**
 * A branch's network that only muscle enters, late and from few places, carries excitation at these speeds, mm/ms. After
 * tetralogy repair the right ventricle is scarred and dilated besides, in one subject more than in the next. Chosen so
 * that complexes of blocks (120 ms or more in adults) and after repair (140 +- 20 ms) are as wide as in patients, see tests.
 */
const BEHIND_BLOCK = { left: 1.1, right: 1.15 } as const;
const REPAIRED = { network: 0.96, wall: 0.88, spread: 0.13 } as const;
const RIGHT_WALL = 1.05;

/** @param speed the subject's factor on the speed of muscle */
function ventricularSpeeds(
  { diagnosis, electrophysiology }: Subject,
  speed: number,
  random: Random,
): VentricularSpeeds {
  const blocked = electrophysiology.bundleBranchBlock;
  const repaired = diagnosis.startsWith('TOF');
  const scarring = 1 + REPAIRED.spread * Math.max(-2, Math.min(2, random.normal()));
  const behindRight = repaired ? REPAIRED.network * scarring : BEHIND_BLOCK.right;
  return {
    across: 0.36 * speed,
    along: 0.54 * speed,
    endocardium: (repaired ? 1.5 : 1) * speed, // with what of the Purkinje network the front meets on the left
    purkinje: {
      left: blocked === 'left' ? BEHIND_BLOCK.left : PURKINJE,
      right: blocked === 'right' ? behindRight : PURKINJE,
    },
    rightWall: speed * (repaired ? REPAIRED.wall * scarring : RIGHT_WALL),
  };
}

/** The subject's heart: how it lies, its tissues, and every place that excitation can start from or is recorded at. */
export function makeAnatomy(subject: Subject, random: Random): Anatomy {
  const vertical = subject.age < 18 ? 0.22 : 0.02;
  const frame = heartFrame(subject.size, vertical + 0.14 * random.normal(), 0.16 * random.normal());
  const speed = 0.94 + 0.06 * random.normal();
  const atria = makeAtria(frame, 1.25 * speed, random.fork('atrial-tissue'));
  const speeds = ventricularSpeeds(subject, speed, random.fork('ventricular-speeds'));
  const ventricles = makeVentricles(frame, speeds, random.fork('ventricular-tissue'));
  const maker = new PlaceMaker(frame, atria, ventricles);
  placeAtria(maker, random.fork('atria'));
  placeVentricles(maker, subject, random.fork('ventricles'));
  if (subject.pathway) placePathway(maker, subject.pathway, subject.diagnosis === 'AVRT-Mahaim');
  return { frame, atria, ventricles, places: maker.places };
}
