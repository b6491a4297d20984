import type { Random } from '../../domain/random.ts';

/** How much of each disturbance a study has; all in mV unless said otherwise. */
export interface NoiseLevels {
  readonly mains: number;
  readonly mainsFrequency: number;
  readonly wander: number;
  readonly muscle: number;
  readonly electronic: number;
  readonly catheter: number;
}

/** A clean laboratory, an ordinary one and a bad one; `factor` 1 is ordinary. */
export function noiseLevels(factor: number): NoiseLevels {
  return {
    mains: 0.004 * factor,
    mainsFrequency: 50,
    wander: 0.035 * factor,
    muscle: 0.006 * factor,
    electronic: 0.0025,
    catheter: 0.012 * factor,
  };
}

/** One channel's disturbances, sample after sample: state runs on from block to block. */
export class ChannelNoise {
  private readonly random: Random;
  private readonly levels: NoiseLevels;
  private readonly fs: number;
  private readonly catheter: boolean;
  private readonly mainsGain: number;
  private readonly breathGain: number;
  private slow = 0;
  private slower = 0;
  private pink = 0;
  private sine: number;
  private cosine: number;

  constructor(random: Random, levels: NoiseLevels, fs: number, catheter: boolean) {
    this.random = random;
    this.levels = levels;
    this.fs = fs;
    this.catheter = catheter;
    this.mainsGain = levels.mains * Math.exp(0.7 * random.normal()) * (catheter ? 2 : 1);
    this.breathGain = levels.wander * random.normal() * (catheter ? 0.4 : 1);
    const phase = 2 * Math.PI * random.next();
    this.sine = Math.sin(phase);
    this.cosine = Math.cos(phase);
  }

  /**
   * Adds to `row`.
   * @param from sample index of the block's first sample
   * @param breathing rad a sample
   */
  add(row: Float32Array, from: number, breathing: number): void {
    const { random, levels, fs } = this;
    const turn = (2 * Math.PI * levels.mainsFrequency) / fs;
    const c = Math.cos(turn);
    const s = Math.sin(turn);
    const white = this.catheter ? levels.catheter : levels.electronic;
    for (let i = 0; i < row.length; i++) {
      if (i % 64 === 0) {
        this.slow += 0.004 * random.normal() - 0.008 * this.slow;
        this.slower += 0.02 * (this.slow - this.slower);
      }
      const sine = this.sine * c + this.cosine * s;
      this.cosine = this.cosine * c - this.sine * s;
      this.sine = sine;
      const drawn = random.normal();
      this.pink += 0.35 * (drawn - this.pink);
      const wander = levels.wander * 14 * this.slower + this.breathGain * Math.sin(breathing * (from + i));
      row[i] +=
        wander +
        this.mainsGain * (sine + 0.12 * sine * sine * sine) +
        levels.muscle * this.pink * 1.6 +
        white * drawn;
    }
    const size = Math.hypot(this.sine, this.cosine);
    this.sine /= size;
    this.cosine /= size;
  }
}
