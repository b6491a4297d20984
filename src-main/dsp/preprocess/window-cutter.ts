import { type KernelMemory, kernelBytes } from '../../domain/kernel/kernel-memory.ts';
import { KernelOrder } from '../kernel-order.ts';
import { MAD_TO_SIGMA } from '../normalise.ts';
import type { PreprocessParameters } from './parameters.ts';
import {
  type WindowChannel,
  type WriteWindow,
  clipOf,
  scalesEachWindow,
  windowWriter,
} from './window-channel.ts';
import { WINDOW } from './window-kernel.ts';
import { FLAT_MILLIVOLTS, type ChannelScale, isFlat, leavesNoDoubt } from './window-normalise.ts';

/** Counts of a glance: above, below, far above, far below, missing; each of four 32-bit integers, the first and third of which count. */
const COUNTS = 5;

/** Writes windows by vectors: the values of `windowWriter`, to the last bit. */
export class WindowCutter {
  readonly #memory: KernelMemory;
  readonly #parameters: PreprocessParameters;
  readonly #samples: Float32Array;
  readonly #written: Float32Array;
  readonly #constants: Float64Array;
  readonly #counts: Int32Array;
  readonly #order: KernelOrder;

  /**
   * @param memory empty; of `WindowCutter.bytes` or more
   * @param longest samples of a channel
   * @param parameters of windows of a multiple of four samples
   */
  constructor(memory: KernelMemory, longest: number, parameters: PreprocessParameters) {
    const { windowSamples } = parameters;
    this.#memory = memory;
    this.#parameters = parameters;
    this.#samples = memory.float32(longest);
    this.#written = memory.float32(windowSamples);
    this.#constants = memory.float64(4);
    this.#counts = memory.int32(4 * COUNTS);
    this.#order = new KernelOrder(memory, windowSamples);
  }

  static bytes(longest: number, windowSamples: number): number {
    return (
      kernelBytes([longest, windowSamples, 4 * COUNTS]) +
      kernelBytes([4], 8) +
      KernelOrder.bytes(windowSamples)
    );
  }

  /** @returns a writer that works until another is asked for */
  writer(channel: WindowChannel): WriteWindow {
    const { windowSamples } = this.#parameters;
    const plain = windowWriter(channel, this.#parameters);
    const eachWindow = scalesEachWindow(channel.band, this.#parameters);
    let scale = channel.scale;
    this.#samples.set(channel.samples);
    return (start, target, at) => {
      const samples = this.#samples.subarray(start, start + windowSamples);
      const glance = this.#glance(samples, channel.scale.centre);
      if (glance.missing > 0) return plain(start, target, at);
      if (!leavesNoDoubt(glance, windowSamples) && isFlat(samples, channel.scale.centre)) return false;
      if (eachWindow) scale = this.#scaleOf(samples, scale);
      this.#normalise(samples, scale, clipOf(channel.band, this.#parameters));
      target.set(this.#written, at);
      return true;
    };
  }

  #glance(samples: Float32Array, about: number) {
    this.#constants.set([about, FLAT_MILLIVOLTS, -FLAT_MILLIVOLTS]);
    const { glance } = this.#memory.functions(WINDOW);
    const counts = this.#counts;
    glance(samples.byteOffset, samples.length, this.#constants.byteOffset, counts.byteOffset);
    const count = (at: number): number => -(counts[4 * at] + counts[4 * at + 2]);
    return { above: count(0), below: count(1), farAbove: count(2), farBelow: count(3), missing: count(4) };
  }

  /** As `ecgScaleOf`. @param near the scale of the window before: this one's is thought to be close */
  #scaleOf(samples: Float32Array, near: ChannelScale): ChannelScale {
    const order = this.#order;
    order.load(samples);
    const deviation = near.scale / MAD_TO_SIGMA;
    const centre = order.median(near.centre, deviation / 4);
    const scale = MAD_TO_SIGMA * order.medianDeviation(centre, deviation) + this.#parameters.ecgEpsilon;
    return { centre, scale };
  }

  #normalise(samples: Float32Array, { centre, scale }: ChannelScale, limit: number): void {
    this.#constants.set([centre, scale, -limit, limit]);
    const { normalise } = this.#memory.functions(WINDOW);
    normalise(samples.byteOffset, samples.length, this.#constants.byteOffset, this.#written.byteOffset);
  }
}
