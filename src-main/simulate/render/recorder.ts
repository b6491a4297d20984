import type { Random } from '../../domain/random.ts';
import type { Happenings, Heart } from '../heart/heart.ts';
import type { Wave } from '../heart/wave.ts';
import type { BipoleName, BodyModel } from './body-model.ts';
import { BIPOLES, INDEPENDENT_LEADS } from './body-model.ts';
import type { LayoutName } from './layout.ts';
import { GAIN, SAMPLING_FREQUENCY, signalsOf } from './layout.ts';
import type { NearFields } from './near-field.ts';
import { addDeflection, directionOf, makeNearFields } from './near-field.ts';
import type { NoiseLevels } from './noise.ts';
import { ChannelNoise } from './noise.ts';
import type { ArtefactSizes } from './stimulus-artefact.ts';
import { addStimulus } from './stimulus-artefact.ts';
import { activationTimes, drawWave } from './tissue-source.ts';

const BLOCK = 10 * SAMPLING_FREQUENCY;
const TAIL = Math.ceil(1.6 * SAMPLING_FREQUENCY);
const PER_MS = SAMPLING_FREQUENCY / 1000;
/** A dozen wavelets stand for the many of real fibrillation: larger each, so that f waves reach about 0.1 mV. */
const FIBRILLATION_STRENGTH = 2;
/** +-10.24 mV, where Leipzig's amplifier clips. */
export const RAIL = Math.round(10.24 * GAIN);

export interface RecorderOptions {
  readonly layout: LayoutName;
  readonly samples: number;
  readonly noise: NoiseLevels;
  readonly random: Random;
  /** Factor on the action potential durations of each wave (same order as the waves). */
  readonly durationFactors: Float64Array;
}

/** Draws what happened in a heart as digital signals, block by block, so that a study of any length needs little memory. */
export class Recorder {
  private readonly heart: Heart;
  private readonly body: BodyModel;
  private readonly options: RecorderOptions;
  private readonly near: NearFields;
  private readonly artefacts: ArtefactSizes;
  private readonly breathing: number;

  constructor(heart: Heart, body: BodyModel, options: RecorderOptions) {
    this.heart = heart;
    this.body = body;
    this.options = options;
    const random = options.random.fork('contacts');
    this.near = makeNearFields(heart.anatomy, random);
    this.artefacts = {
      surface: INDEPENDENT_LEADS.map(() => 0.25 * random.normal()),
      bipoles: BIPOLES.map(() => 2.5 * random.normal()),
    };
    this.breathing = (2 * Math.PI * heart.breathing) / SAMPLING_FREQUENCY;
  }

  /** Digital values, `[signal][sample]`, in blocks of ten seconds (the last one shorter). */
  *blocks(): Generator<Int32Array[]> {
    const { samples } = this.options;
    const noise = this.noises();
    const filters = Array.from({ length: this.rowCount }, () => new LowPass(100, SAMPLING_FREQUENCY));
    let rows = this.emptyRows(BLOCK + TAIL);
    const queue = this.queueOf(this.heart.happenings);
    for (let from = 0; from < samples; from += BLOCK) {
      queue(rows, from, from + BLOCK);
      const length = Math.min(BLOCK, samples - from);
      const now = rows.map((row) => row.slice(0, length));
      now.forEach((row, k) => {
        noise[k].add(row, from, this.breathing, () => 1);
        filters[k].apply(row);
      });
      yield this.digitise(now);
      const next = this.emptyRows(BLOCK + TAIL);
      rows.forEach((row, k) => next[k].set(row.subarray(BLOCK)));
      rows = next;
    }
  }

  private get rowCount(): number {
    return INDEPENDENT_LEADS.length + BIPOLES.length;
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
    const ahead = 60; // ms: what is drawn before the first activation must be in the same block
    return (rows, from, to) => {
      const until = to / PER_MS - ahead;
      for (; wave < waves.length && waves[wave].start < until; wave++) this.drawWave(rows, wave, from);
      for (; hisIndex < his.length && his[hisIndex] < until; hisIndex++)
        this.drawHis(rows, his[hisIndex], from);
      for (; stimulus < stimuli.length && stimuli[stimulus].time < until; stimulus++) {
        addStimulus(rows, stimuli[stimulus], from, PER_MS, this.artefacts, BIPOLES);
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
    for (const field of this.near[wave.chamber]) {
      const time = times[field.point];
      if (time === Infinity) continue;
      const along = wave.partial ? Math.cos(time) : directionOf(field, times);
      addDeflection(this.rowOf(rows, field.bipole), time * PER_MS - from, field, PER_MS, along);
    }
    const branch = wave.entries.find(({ pathway }) => pathway === 'his-right');
    for (const field of branch ? this.near.rightBundle : []) {
      addDeflection(this.rowOf(rows, field.bipole), (branch!.time - 9) * PER_MS - from, field, PER_MS, 0.4);
    }
  }

  private drawHis(rows: Float32Array[], time: number, from: number): void {
    for (const field of this.near.his) {
      addDeflection(this.rowOf(rows, field.bipole), time * PER_MS - from, field, PER_MS, 0.3);
    }
  }

  private rowOf(rows: Float32Array[], bipole: BipoleName): Float32Array {
    return rows[INDEPENDENT_LEADS.length + BIPOLES.indexOf(bipole)];
  }

  private digitise(rows: readonly Float32Array[]): Int32Array[] {
    const length = rows[0].length;
    const quantise = (value: (i: number) => number): Int32Array => {
      const out = new Int32Array(length);
      for (let i = 0; i < length; i++) out[i] = Math.max(-RAIL, Math.min(RAIL, Math.round(value(i) * GAIN)));
      return out;
    };
    const [one, two] = rows;
    const derived: Readonly<Record<string, (i: number) => number>> = {
      III: (i) => two[i] - one[i],
      aVR: (i) => -(one[i] + two[i]) / 2,
      aVL: (i) => one[i] - two[i] / 2,
      aVF: (i) => two[i] - one[i] / 2,
    };
    return signalsOf(this.options.layout).map(({ name }) => {
      const lead = (INDEPENDENT_LEADS as readonly string[]).indexOf(name);
      const bipole = BIPOLES.indexOf(name as BipoleName);
      if (lead >= 0) return quantise((i) => rows[lead][i]);
      if (bipole >= 0) return quantise((i) => rows[INDEPENDENT_LEADS.length + bipole][i]);
      return quantise(derived[name] ?? (() => 0));
    });
  }
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
  private z1 = 0;
  private z2 = 0;

  constructor(cutoff: number, fs: number) {
    const k = Math.tan((Math.PI * cutoff) / fs);
    const norm = 1 / (1 + Math.SQRT2 * k + k * k);
    this.b = [k * k * norm, 2 * k * k * norm, k * k * norm];
    this.a = [2 * (k * k - 1) * norm, (1 - Math.SQRT2 * k + k * k) * norm];
  }

  apply(row: Float32Array): void {
    const [b0, b1, b2] = this.b;
    const [a1, a2] = this.a;
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
