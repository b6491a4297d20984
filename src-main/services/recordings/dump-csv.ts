import { PurkinjeError } from '../../domain/errors.ts';
import { MISSING_SAMPLE, toPhysical, type RecordReader } from '../../domain/record.ts';
import type { Annotation } from '../../domain/annotation.ts';

export interface DumpRange {
  /** Seconds; the whole recording by default. */
  readonly from?: number;
  readonly to?: number;
}

export interface DumpOptions extends DumpRange {
  /** Canonical or original names; all by default. */
  readonly signals?: readonly string[];
  /** Physical units instead of the stored integers. */
  readonly physical: boolean;
}

/** Rows a piece: a long recording is written as it is read. */
const ROWS = 10_000;

/**
 * Samples as CSV: a line of the signals' names, then a line a sample; an empty field is a missing sample
 * (of one signal: "", since readers skip empty lines).
 * @throws InvalidInput for a range outside the recording or a signal that it does not have
 */
export async function* dumpSamples(reader: RecordReader, options: DumpOptions): AsyncGenerator<string> {
  const { signals } = reader.description;
  const channels = channelsOf(reader, options.signals);
  const [from, to] = rangeOf(reader, options);
  yield `${channels.map((channel) => quoted(signals[channel].originalName)).join(',')}\n`;
  for (let start = from; start < to; start += ROWS) {
    const digital = await reader.readDigital(channels, start, Math.min(to, start + ROWS));
    const rows: string[] = [];
    for (let i = 0; i < digital[0].length; i++) {
      const row = channels.map((channel, c) => field(digital[c][i], options.physical, signals[channel]));
      // One empty field alone would be an empty line, which readers of CSV skip: all rows behind it would move up.
      rows.push(row.join(',') || '""');
    }
    yield `${rows.join('\n')}\n`;
  }
}

/** Annotations as CSV, a line each, by sample index. */
export function* dumpAnnotations(
  reader: Pick<RecordReader, 'description'>,
  annotations: readonly Annotation[],
  range: DumpRange,
): Generator<string> {
  const { samplingFrequency } = reader.description;
  const [from, to] = rangeOf(reader, range);
  yield 'sample,seconds,symbol,subtype,channel,number,aux\n';
  for (const { sampleIndex, symbol, subtype = 0, channel = 0, number = 0, aux = '' } of annotations) {
    // What lies behind the last sample still belongs to a dump of the whole.
    if (sampleIndex < from || (range.to !== undefined && sampleIndex >= to)) continue;
    const seconds = (sampleIndex / samplingFrequency).toFixed(4);
    yield `${[sampleIndex, seconds, quoted(symbol), subtype, channel, number, quoted(aux)].join(',')}\n`;
  }
}

type Signal = RecordReader['description']['signals'][number];

function field(digital: number, physical: boolean, signal: Signal): string {
  if (digital === MISSING_SAMPLE) return '';
  return String(physical ? toPhysical(digital, signal) : digital);
}

/** A field with a comma, a quote or a line break is quoted (RFC 4180). */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function channelsOf(reader: RecordReader, names: readonly string[] | undefined): number[] {
  const { signals } = reader.description;
  if (names === undefined) return signals.map((_, channel) => channel);
  return names.map((name) => {
    const channel = signals.findIndex((signal) => signal.originalName === name || signal.name === name);
    if (channel >= 0) return channel;
    const known = signals.map(({ originalName }) => originalName).join(', ');
    throw new PurkinjeError('InvalidInput', `There is no signal ${name}. There are: ${known}.`);
  });
}

/** In samples, [from, to). */
function rangeOf({ description }: Pick<RecordReader, 'description'>, range: DumpRange): [number, number] {
  const { samples, samplingFrequency } = description;
  const from = Math.round((range.from ?? 0) * samplingFrequency);
  const to = range.to === undefined ? samples : Math.round(range.to * samplingFrequency);
  if (from >= 0 && from <= to && to <= samples) return [from, to];
  const seconds = samples / samplingFrequency;
  throw new PurkinjeError(
    'InvalidInput',
    `The recording lasts ${seconds.toFixed(3)} s; ${range.from ?? 0} to ${range.to ?? seconds.toFixed(3)} s is not in it.`,
  );
}
