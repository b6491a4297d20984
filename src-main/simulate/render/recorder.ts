import type { Random } from '../../domain/random.ts';
import type { Happenings, Heart } from '../heart/heart.ts';
import type { Wave } from '../heart/wave.ts';
import { ArterialPressure } from './arterial-pressure.ts';
import type { Spell } from './disturbance.ts';
import { addSettling, addSpells, planSettling } from './disturbance.ts';
import type { BipoleName, BodyModel } from './body-model.ts';
import { BIPOLES, INDEPENDENT_LEADS } from './body-model.ts';
import type { LayoutName } from './layout.ts';
import { GAIN, SAMPLING_FREQUENCY, signalsOf } from './layout.ts';
import type { Contacts } from './contacts.ts';
import { addDeflection, directionOf } from './near-field.ts';
import type { NoiseLevels } from './noise.ts';
import { ChannelNoise } from './noise.ts';
import { addStimulus } from './stimulus-artefact.ts';
import { activationTimes, drawWave } from './tissue-source.ts';

const BLOCK = 10 * SAMPLING_FREQUENCY;
const TAIL = Math.ceil(1.6 * SAMPLING_FREQUENCY);
const PER_MS = SAMPLING_FREQUENCY / 1000;
/** A dozen wavelets stand for the many of real fibrillation: larger each, so that f waves reach about 0.1 mV. */
const FIBRILLATION_STRENGTH = 2;
/** +-10.24 mV, where Leipzig's amplifier clips. */
export const RAIL = Math.round(10.24 * GAIN);
/** +-49.83 mV: Leipzig's unipolar channel. */
const WIDE_RAIL = Math.round(49.83 * GAIN);
const INDEPENDENT_ROWS: readonly string[] = [...INDEPENDENT_LEADS, ...BIPOLES];
const ABLATION_ROW = INDEPENDENT_ROWS.indexOf('ABL12');
const V1_ROW = INDEPENDENT_ROWS.indexOf('V1');

export interface RecorderOptions {
  readonly layout: LayoutName;
  readonly samples: number;
  readonly noise: NoiseLevels;
  readonly random: Random;
  readonly contacts: Contacts;
  /** Factor on the action potential durations of each wave (same order as the waves). */
  readonly durationFactors: Float64Array;
  readonly spells: readonly Spell[];
  /** Channels that record nothing. */
  readonly flat: readonly string[];
}

/** Draws what happened in a heart as digital signals, block by block, so that a study of any length needs little memory. */
export class Recorder {
  private readonly heart: Heart;
  private readonly body: BodyModel;
  private readonly options: RecorderOptions;
  private readonly contacts: Contacts;
  private readonly breathing: number;

  constructor(heart: Heart, body: BodyModel, options: RecorderOptions) {
    this.heart = heart;
    this.body = body;
    this.options = options;
    this.contacts = options.contacts;
    this.breathing = (2 * Math.PI * heart.breathing) / SAMPLING_FREQUENCY;
  }

  /** Digital values, `[signal][sample]`, in blocks of ten seconds (the last one shorter). */
  *blocks(): Generator<Int32Array[]> {
    const { samples } = this.options;
    const noise = this.noises();
    const settling = planSettling(this.rowCount, this.options.random.fork('settling'));
    const hasPressure = signalsOf(this.options.layout).some(({ name }) => name === 'ART');
    const pressure = hasPressure ? new ArterialPressure() : undefined;
    const filters = Array.from({ length: this.rowCount }, () => new LowPass(100, SAMPLING_FREQUENCY));
    let rows = this.emptyRows(BLOCK + TAIL);
    const queue = this.queueOf(this.heart.happenings);
    for (let from = 0; from < samples; from += BLOCK) {
      queue(rows, from, from + BLOCK);
      const length = Math.min(BLOCK, samples - from);
      const now = rows.map((row) => row.slice(0, length));
      now.forEach((row, k) => {
        noise[k].add(row, from, this.breathing);
      });
      addSettling(now, from, settling);
      addSpells(now, from, this.options.spells, this.options.random.fork('spells'));
      now.forEach((row, k) => filters[k].apply(row));
      yield this.digitise(now, pressure?.block(length, this.beatsIn(from, from + length)));
      const next = this.emptyRows(BLOCK + TAIL);
      rows.forEach((row, k) => next[k].set(row.subarray(BLOCK)));
      rows = next;
    }
  }

  private get rowCount(): number {
    return INDEPENDENT_LEADS.length + this.body.bipoles.length;
  }

  private emptyRows(length: number): Float32Array[] {
    return Array.from({ length: this.rowCount }, () => new Float32Array(length));
  }

  private noises(): ChannelNoise[] {
    const { noise, random } = this.options;
    return Array.from(
      { length: this.rowCount },
      (_, k) =>
        new ChannelNoise(random.fork(`noise-${k}`), noise, SAMPLING_FREQUENCY, k >= INDEPENDENT_LEADS.length),
    );
  }

  /** Adds everything that begins before the block's end, in time order, each once. */
  private queueOf(happenings: Happenings): (rows: Float32Array[], from: number, to: number) => void {
    const { waves, his, stimuli } = happenings;
    let wave = 0;
    let hisIndex = 0;
    let stimulus = 0;
    const ahead = 60; // ms: a wave is drawn from a little before its start, so the next block's first ones come now
    return (rows, from, to) => {
      const until = to / PER_MS + ahead;
      for (; wave < waves.length && waves[wave].start < until; wave++) this.drawWave(rows, wave, from);
      for (; hisIndex < his.length && his[hisIndex] < until; hisIndex++)
        this.drawHis(rows, his[hisIndex], from);
      for (; stimulus < stimuli.length && stimuli[stimulus].time < until; stimulus++) {
        addStimulus(rows, stimuli[stimulus], from, PER_MS, this.contacts.artefacts, this.body.bipoles);
      }
    };
  }

  private drawWave(rows: Float32Array[], index: number, from: number): void {
    const wave = this.heart.happenings.waves[index];
    const source = this.body[wave.chamber];
    const times = new Float64Array(source.tissue.points.length);
    activationTimes(source, wave, times);
    if (!times.some(Number.isFinite)) return; // a site whose muscle follows another one
    const breath = 0.5 + 0.5 * Math.sin(this.breathing * wave.start * PER_MS);
    const drawn = drawWave(source, times, SAMPLING_FREQUENCY, this.options.durationFactors[index], breath);
    const strength = wave.partial ? FIBRILLATION_STRENGTH : 1;
    drawn.rows.forEach((row, k) => addRow(rows[k], row, drawn.first - from, strength));
    this.drawNear(rows, wave, times, from);
  }

  private drawNear(rows: Float32Array[], wave: Wave, times: Float64Array, from: number): void {
    for (const field of this.contacts.near[wave.chamber]) {
      const time = times[field.point];
      if (time === Infinity) continue;
      const along = wave.partial ? Math.cos(time) : directionOf(field, times);
      addDeflection(this.rowOf(rows, field.bipole), time * PER_MS - from, field, PER_MS, along);
    }
    const branch = wave.entries.find(({ pathway }) => pathway === 'his-right');
    for (const field of branch ? this.contacts.near.rightBundle : []) {
      addDeflection(this.rowOf(rows, field.bipole), (branch!.time - 9) * PER_MS - from, field, PER_MS, 0.4);
    }
  }

  private drawHis(rows: Float32Array[], time: number, from: number): void {
    for (const field of this.contacts.near.his) {
      addDeflection(this.rowOf(rows, field.bipole), time * PER_MS - from, field, PER_MS, 0.3);
    }
  }

  private rowOf(rows: Float32Array[], bipole: BipoleName): Float32Array {
    return rows[INDEPENDENT_LEADS.length + this.body.bipoles.indexOf(bipole)];
  }

  private beatsIn(from: number, to: number): { at: number; interval: number }[] {
    const starts = this.heart.happenings.waves
      .filter(({ chamber }) => chamber === 'ventricles')
      .map(({ start }) => start);
    return starts.flatMap((start, k) => {
      const at = start * PER_MS - from;
      return at >= 0 && at < to - from ? [{ at, interval: k > 0 ? start - starts[k - 1] : 800 }] : [];
    });
  }

  private digitise(rows: readonly Float32Array[], pressure?: Float32Array): Int32Array[] {
    const [one, two] = rows;
    const derived: Readonly<Record<string, (i: number) => number>> = {
      III: (i) => two[i] - one[i],
      aVR: (i) => -(one[i] + two[i]) / 2,
      aVL: (i) => one[i] - two[i] / 2,
      aVF: (i) => two[i] - one[i] / 2,
      // One electrode against the body: the pair's own deflection and the far field that a pair cancels.
      ABL_uni: (i) => 0.8 * rows[ABLATION_ROW][i] - 1.6 * rows[V1_ROW][i],
    };
    return signalsOf(this.options.layout).map(({ name, gain }) => {
      const row = INDEPENDENT_ROWS.indexOf(name);
      if (this.options.flat.includes(name)) return new Int32Array(one.length);
      if (name === 'ART') return quantise(one.length, gain, (i) => pressure![i]);
      return quantise(
        one.length,
        gain,
        row >= 0 ? (i) => rows[row][i] : derived[name],
        name === 'ABL_uni' ? WIDE_RAIL : RAIL,
      );
    });
  }
}

function quantise(length: number, gain: number, value: (i: number) => number, rail = RAIL): Int32Array {
  const out = new Int32Array(length);
  for (let i = 0; i < length; i++) out[i] = Math.max(-rail, Math.min(rail, Math.round(value(i) * gain)));
  return out;
}

function addRow(target: Float32Array, row: Float64Array, at: number, strength: number): void {
  const from = Math.max(0, -at);
  const to = Math.min(row.length, target.length - at);
  for (let i = from; i < to; i++) target[at + i] += strength * row[i];
}

/** Second-order Butterworth low-pass, causal: the recorder's own band limit. */
class LowPass {
  private readonly b: readonly [number, number, number];
  private readonly a: readonly [number, number];
  private begun = false;
  private z1 = 0;
  private z2 = 0;

  constructor(cutoff: number, fs: number) {
    const k = Math.tan((Math.PI * cutoff) / fs);
    const norm = 1 / (1 + Math.SQRT2 * k + k * k);
    this.b = [k * k * norm, 2 * k * k * norm, k * k * norm];
    this.a = [2 * (k * k - 1) * norm, (1 - Math.SQRT2 * k + k * k) * norm];
  }

  /** The state that a constant input leaves: no edge at the first sample. */
  private settle(value: number): void {
    this.begun = true;
    this.z2 = (this.b[2] - this.a[1]) * value;
    this.z1 = (this.b[1] - this.a[0]) * value + this.z2;
  }

  apply(row: Float32Array): void {
    const [b0, b1, b2] = this.b;
    const [a1, a2] = this.a;
    if (!this.begun) this.settle(row[0] ?? 0);
    let { z1, z2 } = this;
    for (let i = 0; i < row.length; i++) {
      const x = row[i];
      const y = b0 * x + z1;
      z1 = b1 * x - a1 * y + z2;
      z2 = b2 * x - a2 * y;
      row[i] = y;
    }
    this.z1 = z1;
    this.z2 = z2;
  }
}
