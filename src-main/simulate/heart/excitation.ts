import type { Random } from '../../domain/random.ts';

/** Why a site fired by itself. */
export type Spark =
  'sinus' | 'pace' | 'atrial-focus' | 'ventricular-focus' | 'junctional-focus' | 'escape' | 'fibrillation';

export interface Site {
  readonly name: string;
  readonly chamber: 'atria' | 'node' | 'his' | 'ventricles';
  /** Effective refractory period, ms, after an activation that came `interval` ms after the one before it. */
  refractory: (interval: number) => number;
  /** Whether it spreads further what muscle has brought it (the bundle branches). */
  readonly relays: boolean;
  last: number;
  interval: number;
}

/** One excitation of one site. `cause` leads back, activation by activation, to what began it. */
export interface Activation {
  readonly site: number;
  readonly time: number;
  readonly cause?: Activation;
  /** The pathway that brought it; undefined through ordinary muscle or from a spark. */
  readonly pathway?: Pathway;
  readonly spark?: Spark;
  /** Activations since the spark. */
  readonly depth: number;
  /** Segments of a ring that the front has run through without leaving it; muscle that it excites beside the ring counts on. */
  readonly ringSegments: number;
}

/** Conduction of one direction of a pathway. */
export interface Conduction {
  /** ms when fully recovered. */
  delay: number;
  /** ms added to the delay when it is only just excitable; falls off with `recovery`. */
  slowing: number;
  /** Time constant of the recovery, ms. */
  recovery: number;
  /** Refractory period at this end, ms, at a cycle of 600 ms. */
  refractory: number;
  /** ms since the last exit that it needs at the least: with growing delay, why Wenckebach's periods end in block. */
  rest?: number;
  /** ms of refractory period per ms of cycle length (positive: shorter at fast rates, as muscle; negative: as the AV node). */
  adaptation: number;
}

/**
 * A strand that conducts with delay, in one direction or both, and tires: refractoriness and conduction time depend on
 * the interval since it was last excited. Two excitations that meet inside it are both lost.
 */
export interface Pathway {
  readonly name: string;
  readonly ends: readonly [from: number, to: number];
  forward?: Conduction;
  backward?: Conduction;
  /** How far, 0 to 1, an excitation that is blocked still resets the end it entered (concealed conduction). */
  concealment: number;
  /** ms after entry at which an excitation that may not pass still tires the far end (one-way pathways). */
  penetration: number;
  /** Factor on delay and refractoriness: autonomic tone, drugs. */
  tone: number;
  /** Nothing enters: a drug's or a catheter's block. */
  blocked: boolean;
  /** A segment of a ring of tissue, through which a front can come back to where it began. */
  ring: boolean;
  /** A circuit's slow zone: a front that its end does not let in meets nothing inside. */
  guarded: boolean;
  /** Set for a moment so that a beat which may not pass does not tire the far end. */
  ready: boolean;
  /** Last excitation of either end, and of the exit. */
  lastAtEnd: [number, number];
  lastExit: number;
  meanInterval: number;
  inFlight?: { readonly direction: 0 | 1; readonly exit: number; lost: boolean };
}

/** Ordinary muscle between two sites, one direction. */
export interface MuscleLink {
  readonly to: number;
  readonly delay: number;
}

interface Queued {
  readonly time: number;
  readonly order: number;
  readonly run: () => void;
}

const NEVER = -1e9;
const SHORTEST = 330; // ms: refractoriness adapts down to this cycle and no further

/**
 * The event-driven network: sites that fire when they are excitable, muscle and pathways that bring the excitation on.
 * Times are ms from the study's start. Everything random comes from `random`.
 */
export class ExcitationNetwork {
  now = 0;
  readonly sites: Site[] = [];
  readonly pathways: Pathway[] = [];
  onActivation: (activation: Activation) => void = () => {};

  /** Chambers whose muscle does not conduct between sites now (each site is on its own in fibrillation). */
  readonly isolated = new Set<Site['chamber']>();

  private readonly random: Random;
  private readonly links: MuscleLink[][] = [];
  private readonly pathwaysAt: { pathway: Pathway; direction: 0 | 1 }[][] = [];
  private readonly queue: Queued[] = [];
  private order = 0;

  constructor(random: Random) {
    this.random = random;
  }

  addSite(name: string, chamber: Site['chamber'], refractory: Site['refractory'], relays = false): number {
    this.links.push([]);
    this.pathwaysAt.push([]);
    return this.sites.push({ name, chamber, refractory, relays, last: NEVER, interval: 1000 }) - 1;
  }

  addLink(from: number, to: number, delay: number): void {
    this.links[from].push({ to, delay });
  }

  addPathway(
    name: string,
    ends: readonly [number, number],
    forward?: Conduction,
    backward?: Conduction,
    concealment = 0,
    penetration = 30,
  ): Pathway {
    const pathway: Pathway = {
      name,
      ends,
      forward,
      backward,
      concealment,
      penetration,
      tone: 1,
      ring: false,
      guarded: false,
      ready: false,
      blocked: false,
      lastAtEnd: [NEVER, NEVER],
      lastExit: NEVER,
      meanInterval: 600,
    };
    this.pathways.push(pathway);
    this.pathwaysAt[ends[0]].push({ pathway, direction: 0 });
    this.pathwaysAt[ends[1]].push({ pathway, direction: 1 });
    return pathway;
  }

  /** Runs `action` at `time`, after everything due before it. */
  schedule(time: number, action: () => void): void {
    const item: Queued = { time: Math.max(time, this.now), order: this.order++, run: action };
    const queue = this.queue;
    let child = queue.push(item) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!before(item, queue[parent])) break;
      queue[child] = queue[parent];
      child = parent;
    }
    queue[child] = item;
  }

  /** Excites a site now. @returns whether it was excitable */
  excite(site: number, spark: Spark): boolean {
    return this.arrive(site, undefined, undefined, spark);
  }

  isExcitable(site: number): boolean {
    const { last, interval, refractory } = this.sites[site];
    return this.now - last >= refractory(interval);
  }

  runUntil(time: number): void {
    while (this.queue.length > 0 && this.queue[0].time <= time) {
      const item = this.take();
      this.now = item.time;
      item.run();
    }
    this.now = time;
  }

  private take(): Queued {
    const queue = this.queue;
    const first = queue[0];
    const last = queue.pop()!;
    if (queue.length > 0) {
      let parent = 0;
      for (;;) {
        let child = 2 * parent + 1;
        if (child >= queue.length) break;
        if (child + 1 < queue.length && before(queue[child + 1], queue[child])) child++;
        if (!before(queue[child], last)) break;
        queue[parent] = queue[child];
        parent = child;
      }
      queue[parent] = last;
    }
    return first;
  }

  private arrive(index: number, cause?: Activation, pathway?: Pathway, spark?: Spark): boolean {
    const site = this.sites[index];
    const now = this.now;
    if (!this.isExcitable(index)) return false;
    site.interval = Math.min(1500, now - site.last);
    site.last = now;
    const activation: Activation = {
      site: index,
      time: now,
      cause,
      pathway,
      spark,
      depth: cause ? cause.depth + 1 : 0,
      ringSegments: pathway && !pathway.ring ? 0 : (cause?.ringSegments ?? 0) + (pathway ? 1 : 0),
    };
    this.onActivation(activation);
    // Links give the shortest way from each site to every other, so muscle that was reached by a link has nothing to
    // add (and the front cannot turn back into tissue that it has just left). Bundle branches carry on: they are faster.
    const spreads = !this.isolated.has(site.chamber) && (pathway || spark || site.relays);
    const links = spreads ? this.links[index] : [];
    for (const { to, delay } of links) {
      // What a branch relays must not run back into tissue that this same wave has left: only ahead of it.
      const since = pathway || spark ? Infinity : entryOf(activation).time;
      this.schedule(now + delay, () => {
        if (this.sites[to].last < since) this.arrive(to, activation);
      });
    }
    for (const { pathway: next, direction } of this.pathwaysAt[index]) {
      if (next !== pathway) this.enter(next, direction, activation);
    }
    return true;
  }

  private enter(pathway: Pathway, direction: 0 | 1, activation: Activation): void {
    if (pathway.blocked) return;
    const now = this.now;
    const conduction = direction === 0 ? pathway.forward : pathway.backward;
    const sinceEnd = now - pathway.lastAtEnd[direction];
    const refractory = conduction ? refractoryOf(pathway, conduction) : 0;
    if (pathway.guarded && sinceEnd < refractory) return;
    const inFlight = pathway.inFlight;
    if (inFlight && inFlight.direction !== direction && inFlight.exit > now) {
      inFlight.lost = true;
      pathway.inFlight = undefined;
      pathway.lastAtEnd[direction] = now;
      pathway.lastExit = now;
      return;
    }
    if (!conduction) {
      if (!pathway.ready) pathway.lastAtEnd[direction === 0 ? 1 : 0] = now + pathway.penetration;
      return;
    }
    if (sinceEnd < refractory || now - pathway.lastExit < (conduction.rest ?? 0)) {
      if (sinceEnd > refractory * 0.5) {
        pathway.lastAtEnd[direction] += pathway.concealment * sinceEnd;
      }
      return;
    }
    const recovered = Math.max(0, now - pathway.lastExit);
    const slowing = conduction.slowing * Math.exp(-recovered / conduction.recovery);
    const delay = pathway.tone * (conduction.delay + slowing) * (1 + 0.012 * this.random.normal());
    pathway.meanInterval += 0.3 * (Math.min(1200, sinceEnd) - pathway.meanInterval);
    pathway.lastAtEnd[direction] = now;
    const flight = { direction, exit: now + delay, lost: false };
    pathway.inFlight = flight;
    const target = pathway.ends[direction === 0 ? 1 : 0];
    this.schedule(flight.exit, () => {
      if (flight.lost) return;
      pathway.lastExit = this.now;
      // Where the far site is still refractory, so is the pathway's end beside it: that end is not excited anew.
      if (this.arrive(target, activation, pathway)) pathway.lastAtEnd[direction === 0 ? 1 : 0] = this.now;
    });
  }
}

/** How the wave that an excitation belongs to came into its chamber: back along the muscle, relays on the way included. */
function entryOf(activation: Activation): Activation {
  let at = activation;
  while (at.cause && !at.pathway && !at.spark) at = at.cause;
  return at;
}

/** ms after an excitation of its end in which a pathway lets nothing in. */
function refractoryOf({ tone, meanInterval }: Pathway, { refractory, adaptation }: Conduction): number {
  return tone * (refractory + adaptation * (Math.max(SHORTEST, Math.min(1000, meanInterval)) - 600));
}

function before(a: Queued, b: Queued): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
