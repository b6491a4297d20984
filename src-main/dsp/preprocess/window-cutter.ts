import { type KernelFunctions, type KernelMemory, kernelBytes } from '../../domain/kernel/kernel-memory.ts';
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
  readonly #kernel: KernelFunctions;
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
    this.#kernel = memory.functions(WINDOW);
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
    const limit = clipOf(channel.band, this.#parameters);
    const about = channel.scale.centre;
    let scale = channel.scale;
    this.#samples.set(channel.samples);
    return (start, target, at) => {
      const address = this.#samples.byteOffset + 4 * start;
      this.#look(address, about);
      if (this.#seen(4) > 0) return plain(start, target, at);
      if (this.#mayBeFlat() && isFlat(this.#samples.subarray(start, start + windowSamples), about))
        return false;
      if (eachWindow) scale = this.#scaleOf(address, scale);
      this.#normalise(address, scale, limit);
      target.set(this.#written, at);
      return true;
    };
  }

  /** Counts what `glance` counts. */
  #look(address: number, about: number): void {
    const { windowSamples } = this.#parameters;
    this.#constants[0] = about;
    this.#constants[1] = FLAT_MILLIVOLTS;
    this.#constants[2] = -FLAT_MILLIVOLTS;
    this.#kernel.glance(address, windowSamples, this.#constants.byteOffset, this.#counts.byteOffset);
  }

  #seen(count: number): number {
    return -(this.#counts[4 * count] + this.#counts[4 * count + 2]);
  }

  #mayBeFlat(): boolean {
    const seen = {
      above: this.#seen(0),
      below: this.#seen(1),
      farAbove: this.#seen(2),
      farBelow: this.#seen(3),
    };
    return !leavesNoDoubt(seen, this.#parameters.windowSamples);
  }

  /** As `ecgScaleOf`. @param near the scale of the window before: this one's is thought to be close */
  #scaleOf(address: number, near: ChannelScale): ChannelScale {
    const order = this.#order;
    order.load(address, this.#parameters.windowSamples);
    const deviation = near.scale / MAD_TO_SIGMA;
    const centre = order.median(near.centre, deviation / 4);
    const scale = MAD_TO_SIGMA * order.medianDeviation(centre, deviation) + this.#parameters.ecgEpsilon;
    return { centre, scale };
  }

  #normalise(address: number, { centre, scale }: ChannelScale, limit: number): void {
    this.#constants[0] = centre;
    this.#constants[1] = scale;
    this.#constants[2] = -limit;
    this.#constants[3] = limit;
    const { windowSamples } = this.#parameters;
    this.#kernel.normalise(address, windowSamples, this.#constants.byteOffset, this.#written.byteOffset);
  }
}
