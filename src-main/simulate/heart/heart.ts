import type { Random } from '../../domain/random.ts';
import type { Subject } from '../subject.ts';
import type { Activation, Pathway, Spark } from './excitation.ts';
import { ExcitationNetwork } from './excitation.ts';
import type { Anatomy } from './places.ts';
import { makeAnatomy } from './places.ts';
import type { Wave } from './wave.ts';
import { CIRCLING_SEGMENTS, originOf } from './wave.ts';
import type { Wiring } from './wiring.ts';
import { wireHeart } from './wiring.ts';

export interface Stimulus {
  readonly time: number;
  readonly site: string;
  readonly kind: 'S1' | 'S2' | 'S3';
  readonly captured: boolean;
}

/** Everything that happened, in time order: what is drawn, labelled and kept as truth. Times in ms. */
export interface Happenings {
  readonly waves: Wave[];
  readonly his: number[];
  /** Each time that the accessory pathway excites its far end. */
  readonly accessory: { readonly time: number; readonly towards: 'atria' | 'ventricles' }[];
  readonly stimuli: Stimulus[];
}

const JOIN: Readonly<Record<Wave['chamber'], number>> = { atria: 150, ventricles: 175 };

/**
 * A subject's heart running: the network with what drives it (sinus node, escape rhythm, foci, circuits, fibrillation,
 * the stimulator). `advance` moves time on; `happenings` grows.
 */
export class Heart {
  readonly subject: Subject;
  readonly anatomy: Anatomy;
  readonly network: ExcitationNetwork;
  readonly happenings: Happenings = { waves: [], his: [], accessory: [], stimuli: [] };
  /** Factor on the sinus cycle: under 1 faster (isoprenaline, exercise). */
  sinusTone = 1;
  /** Beats that the sinus node itself began. */
  sinusBeats = 0;

  private readonly wiring: Wiring;
  private readonly random: Random;
  private readonly open: Partial<Record<Wave['chamber'], Wave>> = {};
  private readonly names: string[];
  private sinusToken = 0;
  private escapeToken = 0;
  private driver: { readonly kind: 'fibrillation' | 'focus'; stopped: boolean } | undefined;
  /** Hz. */
  readonly breathing: number;
  private drift = 0;

  constructor(subject: Subject, random: Random) {
    this.subject = subject;
    this.random = random.fork('drive');
    this.anatomy = makeAnatomy(subject, random.fork('anatomy'));
    this.network = new ExcitationNetwork(random.fork('network'));
    this.wiring = wireHeart(this.network, this.anatomy, subject, random.fork('wiring'));
    this.names = this.network.sites.map(({ name }) => name);
    this.network.onActivation = (activation) => this.record(activation);
    this.breathing = (0.2 + 0.12 * this.random.next()) * (subject.age < 10 ? 1.25 : 1); // Hz
    this.scheduleSinus(300 + 400 * this.random.next());
    this.scheduleEscape();
  }

  get now(): number {
    return this.network.now;
  }

  pathway(name: string): Pathway | undefined {
    return this.wiring.pathway.get(name);
  }

  /** ms of the last activation of a site. */
  lastAt(site: string): number {
    return this.network.sites[this.site(site)].last;
  }

  advance(ms: number): void {
    this.network.runUntil(this.network.now + ms);
  }

  /** A stimulus of the laboratory's stimulator, now. */
  stimulate(site: string, kind: Stimulus['kind']): boolean {
    const captured = this.network.excite(this.site(site), 'pace');
    this.happenings.stimuli.push({ time: this.now, site, kind, captured });
    return captured;
  }

  /** A premature beat of a focus, `delay` ms from now. */
  premature(site: string, delay: number): void {
    const spark: Spark = this.chamberOf(this.site(site)) === 'atria' ? 'atrial-focus' : 'ventricular-focus';
    this.network.schedule(this.now + delay, () => this.network.excite(this.site(site), spark));
  }

  /** A focus that fires by itself until stopped: ectopic atrial, junctional or ventricular tachycardia, or a slow rhythm. */
  startFocus(site: string, spark: Spark, cycle: number, jitter: number): void {
    const driver = this.begin('focus');
    let warmUp = 1.25;
    const fire = (): void => {
      if (driver.stopped) return;
      this.network.excite(this.site(site), spark);
      warmUp = 1 + (warmUp - 1) * 0.7;
      this.network.schedule(this.now + cycle * warmUp * (1 + jitter * this.random.normal()), fire);
    };
    fire();
  }

  /** Fibrillation: every atrial site keeps a time of its own. */
  startFibrillation(cycle: number): void {
    const driver = this.begin('fibrillation');
    this.network.isolated.add('atria');
    for (const { name, chamber } of this.anatomy.places.values()) {
      if (chamber !== 'atria' || name.startsWith('circuit')) continue;
      const own = cycle * (1 + 0.12 * this.random.normal());
      const fire = (): void => {
        if (driver.stopped) return;
        this.network.excite(this.site(name), 'fibrillation');
        this.network.schedule(this.now + own * Math.max(0.55, 1 + 0.18 * this.random.normal()), fire);
      };
      this.network.schedule(this.now + own * this.random.next(), fire);
    }
  }

  /** Stops whatever drives: cardioversion, termination. */
  stopDriver(): void {
    if (this.driver) this.driver.stopped = true;
    this.driver = undefined;
    this.network.isolated.clear();
    this.scheduleSinus(this.sinusCycle() * (1.2 + 0.3 * this.random.next()));
  }

  get isDriven(): boolean {
    return this.driver !== undefined;
  }

  private begin(kind: 'fibrillation' | 'focus'): {
    readonly kind: typeof kind;
    stopped: boolean;
  } {
    if (this.driver) this.driver.stopped = true;
    const driver = { kind, stopped: false };
    this.driver = driver;
    return driver;
  }

  private site(name: string): number {
    const index = this.wiring.site.get(name);
    if (index === undefined) throw new Error(`No site ${name} in this heart.`);
    return index;
  }

  private chamberOf(site: number): 'atria' | 'node' | 'his' | 'ventricles' {
    return this.network.sites[site].chamber;
  }

  private sinusCycle(): number {
    const { sinusCycle, respiratoryVariation } = this.subject.electrophysiology;
    this.drift += 0.25 * (0.012 * this.random.normal() - 0.1 * this.drift);
    const breath = Math.sin(2 * Math.PI * this.breathing * (this.now / 1000));
    return (
      sinusCycle *
      this.sinusTone *
      (1 + respiratoryVariation * breath + 3 * this.drift + 0.006 * this.random.normal())
    );
  }

  private scheduleSinus(delay: number): void {
    const token = ++this.sinusToken;
    this.network.schedule(this.now + delay, () => {
      if (token !== this.sinusToken) return;
      if (this.driver?.kind === 'fibrillation' || !this.network.excite(this.site('sinus'), 'sinus'))
        this.scheduleSinus(this.sinusCycle());
    });
  }

  private scheduleEscape(): void {
    const token = ++this.escapeToken;
    const interval = 1.75 * this.subject.electrophysiology.sinusCycle + 150;
    this.network.schedule(this.now + interval, () => {
      if (token !== this.escapeToken) return;
      if (!this.network.excite(this.site('common'), 'escape')) this.scheduleEscape();
    });
  }

  private record(activation: Activation): void {
    const name = this.names[activation.site];
    const chamber = this.chamberOf(activation.site);
    if (name === 'sinus') {
      if (activation.spark === 'sinus') this.sinusBeats++;
      const reset = activation.spark === 'sinus' ? 1 : 1.04 + 0.05 * this.random.next();
      this.scheduleSinus(this.sinusCycle() * reset);
    }
    if (chamber === 'his') {
      this.happenings.his.push(activation.time);
      this.scheduleEscape();
    }
    if (activation.pathway?.name === 'accessory') {
      const towards = chamber === 'atria' ? 'atria' : 'ventricles';
      this.happenings.accessory.push({ time: activation.time, towards });
    }
    if (chamber === 'atria' || chamber === 'ventricles') this.recordWave(chamber, name, activation);
  }

  private recordWave(chamber: Wave['chamber'], place: string, activation: Activation): void {
    const { time } = activation;
    const circles = activation.ringSegments >= CIRCLING_SEGMENTS;
    const partial = chamber === 'atria' && (circles || this.network.isolated.has('atria'));
    const current = this.open[chamber];
    if (!circles && activation.ringSegments > 0) {
      // The ring as a bystander: its muscle belongs to the wave that reached it, and shows nothing of its own.
      if (current && !current.partial && !current.times.has(place)) current.times.set(place, time);
      return;
    }
    const entered = activation.spark !== undefined || activation.pathway !== undefined;
    // What muscle brings belongs to the wave that is under way, however slowly it comes; what enters anew begins one.
    const inTime = current && (!entered || time - current.start < JOIN[chamber]);
    const joins = current && inTime && !partial && !current.partial && !current.times.has(place);
    const origin = entered || !joins ? originOf(activation, (site) => this.chamberOf(site)) : current.origin;
    const entry = { place, time, origin, pathway: activation.pathway?.name };
    if (joins) {
      current.times.set(place, time);
      if (entered) current.entries.push(entry);
      return;
    }
    const wave: Wave = {
      chamber,
      start: time,
      times: new Map([[place, time]]),
      partial,
      origin,
      entries: [entry],
    };
    this.open[chamber] = wave;
    this.happenings.waves.push(wave);
  }
}
