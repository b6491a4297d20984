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
  /** Of what comes out; 64 unless told. */
  readonly bits?: 32 | 64;
}

/** Channels that one call of the kernel resamples, at most. */
const TOGETHER = 4;

/** Values before and after a channel's, so that no sum reaches beyond: as many as taps to an output, and one. */
const marginOf = ({ width }: Phases): number => width + 1;
const outputsOf = (samples: number, { up, down }: DigitalResampling): number =>
  Math.ceil((samples * up) / down);

/**
 * Channels from ADC values to mV at another rate by vectors: the values of `resamplePolyphase` with edge padding, to the last
 * bit (with 32 bits each rounded to such a float). Four channels at a time, so that taps are read once for all of them.
 */
export class DigitalResampler {
  /** `[channels][samples]`, a little longer, to be filled by the caller. */
  readonly digital: readonly Int32Array[];
  readonly #memory: KernelMemory;
  readonly #ratio: DigitalResampling;
  readonly #phases: Phases;
  readonly #taps: Float64Array;
  readonly #constants: Float64Array;
  /** As many bytes apart from each other. */
  readonly #extended: readonly Float64Array[];
  readonly #outputs: readonly (Float32Array | Float64Array)[];
  /** Of signals that are resampled for nothing, beside others. */
  readonly #unused: Float32Array | Float64Array;

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
    this.#extended = Array.from({ length: TOGETHER }, () => memory.float64(length));
    this.digital = Array.from({ length: channels }, () => memory.int32(samples + 4));
    const output = () => memory[ratio.bits === 32 ? 'float32' : 'float64'](outputsOf(samples, ratio));
    this.#outputs = this.digital.map(output);
    this.#unused = output();
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
  ): (Float32Array | Float64Array | undefined)[] {
    const outputs = this.#outputs.map((output) => output.subarray(0, outputsOf(samples, this.#ratio)));
    const done: (Float32Array | Float64Array | undefined)[] = outputs.map(() => undefined);
    let waiting: (Float32Array | Float64Array)[] = [];
    digital.forEach((values, channel) => {
      if (!this.#extend(values, samples, channel, scales[channel], this.#extended[waiting.length])) return;
      done[channel] = outputs[channel];
      waiting.push(outputs[channel]);
      if (waiting.length < TOGETHER) return;
      this.#resample(waiting);
      waiting = [];
    });
    if (waiting.length > 0) this.#resample(waiting);
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

  #resample(outputs: readonly (Float32Array | Float64Array)[]): void {
    const { up, down, bits = 64 } = this.#ratio;
    const { width, halfLength } = this.#phases;
    const [first, second] = this.#extended;
    const start = Math.floor(halfLength / up) - width + 1 + marginOf(this.#phases);
    const tapBytes = 8 * width;
    const together = outputs.length > 2 ? 4 : 2;
    const targets = Array.from({ length: together }, (_, k) => (outputs[k] ?? this.#unused).byteOffset);
    const resample = this.#memory.functions(RESAMPLE)[`resample${together}x${bits}`];
    resample(
      first.byteOffset + 8 * start,
      second.byteOffset - first.byteOffset,
      ...targets,
      outputs[0].length,
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
  const values = [
    phases.phases.length,
    2,
    ...Array.from({ length: TOGETHER }, () => length),
    ...each(outputsOf(samples, ratio)),
    outputsOf(samples, ratio),
  ];
  return kernelBytes(values, 8) + kernelBytes(each(samples + 4));
}
