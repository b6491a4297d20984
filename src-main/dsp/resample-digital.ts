import { type KernelMemory, kernelBytes } from '../domain/kernel/kernel-memory.ts';
import { MISSING_SAMPLE } from '../domain/record.ts';
import { RESAMPLE } from './resample-kernel.ts';
import { type Phases, phasesFor } from './resample-taps.ts';

/** What turns an ADC value into mV. */
export interface DigitalScale {
  readonly gain: number;
  readonly baseline: number;
}

/** What a resampler is made for. */
export interface DigitalResampling {
  /** Of a ratio in lowest terms, not 1. */
  readonly up: number;
  readonly down: number;
  readonly channels: number;
  /** Most samples of a channel at once. */
  readonly samples: number;
}

/** Values before and after a channel's, so that no sum reaches beyond: as many as taps to an output, and one. */
const marginOf = ({ width }: Phases): number => width + 1;
const outputsOf = (samples: number, { up, down }: DigitalResampling): number =>
  Math.ceil((samples * up) / down);

/**
 * Channels from ADC values to mV at another rate by vectors: the values of `resamplePolyphase` with edge padding, to the last
 * bit. Two channels at a time, so that taps are read once for both.
 */
export class DigitalResampler {
  /** `[channels][samples]`, a little longer, to be filled by the caller. */
  readonly digital: readonly Int32Array[];
  readonly #memory: KernelMemory;
  readonly #ratio: DigitalResampling;
  readonly #phases: Phases;
  readonly #taps: Float64Array;
  readonly #constants: Float64Array;
  readonly #extended: readonly [Float64Array, Float64Array];
  readonly #outputs: readonly Float64Array[];

  /** @param memory empty; of `resamplerBytes` or more */
  constructor(memory: KernelMemory, ratio: DigitalResampling) {
    const { up, down, channels, samples } = ratio;
    const length = samples + 4 + 2 * marginOf(phasesFor(up, down));
    this.#memory = memory;
    this.#ratio = ratio;
    this.#phases = phasesFor(up, down);
    this.#taps = memory.float64(this.#phases.phases.length);
    this.#taps.set(this.#phases.phases);
    this.#constants = memory.float64(2);
    this.#extended = [memory.float64(length), memory.float64(length)];
    this.digital = Array.from({ length: channels }, () => memory.int32(samples + 4));
    this.#outputs = this.digital.map(() => memory.float64(outputsOf(samples, ratio)));
  }

  /**
   * @param digital `[channels]`, as long as each other; those of `this.digital` or others
   * @returns `[channels]` mV, the resampler's until it runs again; undefined for a channel with a missing sample, which is left to the plain loops
   * @throws RangeError for a gain of 0
   */
  run(
    digital: readonly Int32Array[],
    samples: number,
    scales: readonly DigitalScale[],
  ): (Float64Array | undefined)[] {
    const outputs = this.#outputs.map((output) => output.subarray(0, outputsOf(samples, this.#ratio)));
    const done: (Float64Array | undefined)[] = outputs.map(() => undefined);
    let waiting: number | undefined;
    digital.forEach((values, channel) => {
      const place = this.#extended[waiting === undefined ? 0 : 1];
      if (!this.#extend(values, samples, channel, scales[channel], place)) return;
      done[channel] = outputs[channel];
      if (waiting === undefined) waiting = channel;
      else {
        this.#resample(outputs[waiting], outputs[channel]);
        waiting = undefined;
      }
    });
    if (waiting !== undefined) this.#resample(outputs[waiting]);
    return done;
  }

  /** One channel in mV with its edge values before and after; false where a sample is missing. */
  #extend(
    values: Int32Array,
    samples: number,
    channel: number,
    { baseline, gain }: DigitalScale,
    place: Float64Array,
  ): boolean {
    // Every reader and the store refuse it; a vector of infinities would go unseen.
    if (gain === 0 || !Number.isFinite(gain)) throw new RangeError(`a gain of ${gain} gives no amplitude`);
    const own = this.digital[channel];
    if (values.buffer !== own.buffer) own.set(values.subarray(0, samples));
    // The kernel works on four at a time: what lies behind the last is none of the channel's.
    const fours = 4 * Math.ceil(samples / 4);
    if (fours > samples) own.fill(0, samples, fours);
    const margin = marginOf(this.#phases);
    this.#constants.set([baseline, gain]);
    const { physical } = this.#memory.functions(RESAMPLE);
    const to = place.byteOffset + 8 * margin;
    if (physical(own.byteOffset, to, fours, this.#constants.byteOffset, MISSING_SAMPLE)) return false;
    place.fill(place[margin], 0, margin);
    place.fill(place[margin + samples - 1], margin + samples, samples + 2 * margin);
    return true;
  }

  #resample(one: Float64Array, other?: Float64Array): void {
    const { up, down } = this.#ratio;
    const { width, halfLength } = this.#phases;
    const [first, second] = this.#extended;
    const start = Math.floor(halfLength / up) - width + 1 + marginOf(this.#phases);
    const tapBytes = 8 * width;
    this.#memory
      .functions(RESAMPLE)
      .resample(
        first.byteOffset + 8 * start,
        other ? second.byteOffset - first.byteOffset : 0,
        one.byteOffset,
        other ? other.byteOffset - one.byteOffset : 0,
        one.length,
        this.#taps.byteOffset,
        (halfLength % up) * tapBytes,
        (down % up) * tapBytes,
        up * tapBytes,
        8 * Math.floor(down / up),
        tapBytes,
      );
  }
}

/** Bytes of kernel memory that a resampler takes. */
export function resamplerBytes(ratio: DigitalResampling): number {
  const { up, down, channels, samples } = ratio;
  const phases = phasesFor(up, down);
  const each = <T>(value: T): T[] => Array.from({ length: channels }, () => value);
  const length = samples + 4 + 2 * marginOf(phases);
  const values = [phases.phases.length, 2, length, length, ...each(outputsOf(samples, ratio))];
  return kernelBytes(values, 8) + kernelBytes(each(samples + 4));
}
