import { PurkinjeError } from '../domain/errors.ts';
import type { RecordDescription } from '../domain/record.ts';

/** Samples of one channel that one read may ask for: 1 GB of them. */
const MAX_WINDOW = 2 ** 28;

/**
 * Arrays for a window of some channels, `[channels][to - from]`: those given, where there are any.
 * @throws InvalidInput as `checkWindow`
 */
export function windowArrays(
  description: RecordDescription,
  channelIndices: readonly number[],
  from: number,
  to: number,
  into?: readonly Int32Array[],
): Int32Array[] {
  checkWindow(description, channelIndices, from, to);
  return channelIndices.map((_, index) => into?.[index] ?? new Int32Array(to - from));
}

/** @throws InvalidInput unless samples [from, to) of these channels are the record's, and not too many for one read */
export function checkWindow(
  { samples, signals, name }: RecordDescription,
  channelIndices: readonly number[],
  from: number,
  to: number,
): void {
  const whole = Number.isSafeInteger(from) && Number.isSafeInteger(to);
  if (!whole || from < 0 || to < from || to > samples) {
    const message = `Samples ${from} to ${to} were asked for; ${name} has samples 0 to ${samples}.`;
    throw new PurkinjeError('InvalidInput', message);
  }
  if (to - from > MAX_WINDOW) {
    const message = `${to - from} samples were asked for at once; read ${MAX_WINDOW} or fewer at a time.`;
    throw new PurkinjeError('InvalidInput', message);
  }
  const unknown = channelIndices.find((index) => !signals[index]);
  if (unknown !== undefined) {
    const message = `Channel ${unknown} was asked for; ${name} has channels 0 to ${signals.length - 1}.`;
    throw new PurkinjeError('InvalidInput', message);
  }
}
