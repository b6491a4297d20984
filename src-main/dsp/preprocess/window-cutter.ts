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
  #channel: WindowChannel | undefined;
  #plain: WriteWindow | undefined;
  #kept: Float32Array | undefined;
  #scalesEach = false;
  #limit = 0;
  /** The window before, which the next is thought to be like. */
  #near: WindowSpread = { centre: 0, deviation: 0 };
  #codings = 0;

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

  /** Windows of this channel are written from now on. */
  begin(channel: WindowChannel): void {
    this.#channel = channel;
    const { samples, scale } = channel;
    this.#plain = windowWriter(channel, this.#parameters);
    this.#limit = clipOf(channel.band, this.#parameters);
    this.#scalesEach = scalesEachWindow(channel.band, this.#parameters);
    this.#near = { centre: scale.centre, deviation: scale.scale / MAD_TO_SIGMA };
    this.#codings = 0;
    this.#kept = this.#samples.subarray(0, samples.length);
    this.#kept.set(samples);
    this.#survey.look(this.#kept, scale.centre);
  }

  /** See `WriteWindow`. A method, not a function for each channel: that would be compiled anew for each recording. */
  write(start: number, target: Float32Array, at: number): boolean {
    const { windowSamples } = this.#parameters;
    const survey = this.#survey;
    const { scale } = this.#channel!;
    if (survey.mayMiss(start, windowSamples)) return this.#plain!(start, target, at);
    const isInDoubt = survey.mayBeFlat(start, windowSamples);
    if (isInDoubt && isFlat(this.#kept!.subarray(start, start + windowSamples), scale.centre)) return false;
    this.#normalise(start, this.#scalesEach ? this.#windowScale(start) : scale, target, at);
    return true;
  }

  /** As `ecgScaleOf` the window that begins at a sample. */
  #windowScale(start: number): ChannelScale {
    const coded = this.#coded;
    const address = this.#samples.byteOffset;
    let spread = this.#codings > 0 ? coded?.spreadOf(address, start) : undefined;
    if (!spread) {
      spread = this.#spreadAlone(start, this.#near);
      if (coded && this.#codings < MOST_CODINGS && spread.deviation > 0) {
        coded.code(address, this.#kept!.length, spread);
        this.#codings++;
      }
    }
    this.#near = spread;
    return {
      centre: spread.centre,
      scale: MAD_TO_SIGMA * spread.deviation + this.#parameters.ecgEpsilon,
    };
  }

  #spreadAlone(start: number, near: WindowSpread): WindowSpread {
    const order = this.#order;
    order.load(this.#samples.byteOffset + 4 * start, this.#parameters.windowSamples);
    const centre = order.median(near.centre, near.deviation / 4);
    return { centre, deviation: order.medianDeviation(centre, near.deviation) };
  }

  #normalise(start: number, { centre, scale }: ChannelScale, target: Float32Array, at: number): void {
    this.#constants[0] = centre;
    this.#constants[1] = scale;
    this.#constants[2] = -this.#limit;
    this.#constants[3] = this.#limit;
    const { windowSamples } = this.#parameters;
    const isBeside = target.buffer === this.#written.buffer;
    const to = isBeside ? target.byteOffset + 4 * at : this.#written.byteOffset;
    const from = this.#samples.byteOffset + 4 * start;
    this.#kernel.normalise(from, windowSamples, this.#constants.byteOffset, to);
    if (!isBeside) target.set(this.#written, at);
  }
}
