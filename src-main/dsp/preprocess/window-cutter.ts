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
import { type ChannelScale, isFlat } from './window-normalise.ts';
import { WindowOrder, type WindowSpread, canBeCoded } from './window-order.ts';
import { WindowSurvey } from './window-survey.ts';

/** Kernels work on up to sixteen samples at once. */
const SPARE = 64;
/** A signal whose windows are unlike each other is coded anew so often; from then on each is ordered by itself. */
const MOST_CODINGS = 8;

/** Writes windows by vectors: the values of `windowWriter`, to the last bit. */
export class WindowCutter {
  readonly #kernel: KernelFunctions;
  readonly #parameters: PreprocessParameters;
  readonly #samples: Float32Array;
  readonly #written: Float32Array;
  readonly #constants: Float64Array;
  readonly #survey: WindowSurvey;
  readonly #order: KernelOrder;
  readonly #coded: WindowOrder | undefined;

  /**
   * @param memory with room for `WindowCutter.bytes`; windows are fastest written into arrays that lie in it, too
   * @param longest samples of a channel
   * @param parameters of windows of a multiple of four samples
   */
  constructor(memory: KernelMemory, longest: number, parameters: PreprocessParameters) {
    const { windowSamples } = parameters;
    this.#kernel = memory.functions(WINDOW);
    this.#parameters = parameters;
    this.#samples = memory.float32(longest + SPARE);
    this.#written = memory.float32(windowSamples);
    this.#constants = memory.float64(4);
    this.#survey = new WindowSurvey(memory, longest);
    this.#order = new KernelOrder(memory, windowSamples);
    this.#coded = canBeCoded(windowSamples) ? new WindowOrder(memory, longest, windowSamples) : undefined;
  }

  static bytes(longest: number, windowSamples: number): number {
    return (
      kernelBytes([longest + SPARE, windowSamples]) +
      kernelBytes([4], 8) +
      WindowSurvey.bytes(longest) +
      KernelOrder.bytes(windowSamples) +
      WindowOrder.bytes(longest, windowSamples)
    );
  }

  /** @returns a writer that works until another is asked for */
  writer(channel: WindowChannel): WriteWindow {
    const { windowSamples } = this.#parameters;
    const plain = windowWriter(channel, this.#parameters);
    const eachWindow = scalesEachWindow(channel.band, this.#parameters);
    const limit = clipOf(channel.band, this.#parameters);
    const about = channel.scale.centre;
    const survey = this.#survey;
    const samples = this.#samples.subarray(0, channel.samples.length);
    samples.set(channel.samples);
    survey.look(samples, about);
    const scaleOf = eachWindow ? this.#windowScales(channel) : () => channel.scale;
    return (start, target, at) => {
      if (survey.mayMiss(start, windowSamples)) return plain(start, target, at);
      const isInDoubt = survey.mayBeFlat(start, windowSamples);
      if (isInDoubt && isFlat(samples.subarray(start, start + windowSamples), about)) return false;
      this.#normalise(start, scaleOf(start), limit, target, at);
      return true;
    };
  }

  /** As `ecgScaleOf` the window that begins at a sample. */
  #windowScales({ samples, scale }: WindowChannel): (start: number) => ChannelScale {
    const { ecgEpsilon } = this.#parameters;
    const address = this.#samples.byteOffset;
    // The window before, which this one is thought to be like.
    let near: WindowSpread = { centre: scale.centre, deviation: scale.scale / MAD_TO_SIGMA };
    let codings = 0;
    return (start) => {
      let spread = codings > 0 ? this.#coded?.spreadOf(address, start) : undefined;
      if (!spread) {
        spread = this.#spreadAlone(start, near);
        const isWorthCoding = codings < MOST_CODINGS && spread.deviation > 0;
        if (isWorthCoding && this.#coded) {
          this.#coded.code(address, samples.length, spread);
          codings++;
        }
      }
      near = spread;
      return { centre: spread.centre, scale: MAD_TO_SIGMA * spread.deviation + ecgEpsilon };
    };
  }

  #spreadAlone(start: number, near: WindowSpread): WindowSpread {
    const order = this.#order;
    order.load(this.#samples.byteOffset + 4 * start, this.#parameters.windowSamples);
    const centre = order.median(near.centre, near.deviation / 4);
    return { centre, deviation: order.medianDeviation(centre, near.deviation) };
  }

  #normalise(
    start: number,
    { centre, scale }: ChannelScale,
    limit: number,
    target: Float32Array,
    at: number,
  ): void {
    this.#constants[0] = centre;
    this.#constants[1] = scale;
    this.#constants[2] = -limit;
    this.#constants[3] = limit;
    const { windowSamples } = this.#parameters;
    const isBeside = target.buffer === this.#written.buffer;
    const to = isBeside ? target.byteOffset + 4 * at : this.#written.byteOffset;
    const from = this.#samples.byteOffset + 4 * start;
    this.#kernel.normalise(from, windowSamples, this.#constants.byteOffset, to);
    if (!isBeside) target.set(this.#written, at);
  }
}
