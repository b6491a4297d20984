import type { SignalDescription } from '../../domain/record.ts';
import { PurkinjeError } from '../../domain/errors.ts';

export interface HeaderSignal extends Pick<
  SignalDescription,
  'originalName' | 'units' | 'gain' | 'baseline' | 'adcResolution' | 'adcZero'
> {
  readonly initialValue: number;
  readonly checksum: number;
}

export interface HeaderText {
  readonly name: string;
  readonly samplingFrequency: number;
  readonly samples: number;
  /** As `RecordDescription.startTime`. */
  readonly startTime?: string;
  readonly fileName: string;
  readonly format: number;
  readonly signals: readonly HeaderSignal[];
  readonly comments: readonly string[];
}

/** A header's text (header(5)), lines ending in a line feed. */
export function writeHeader(header: HeaderText): string {
  const { name, samplingFrequency, samples, startTime, signals, comments } = header;
  const start = startTime === undefined ? '' : ` ${baseTimeAndDate(startTime)}`;
  const lines = [
    `${name} ${signals.length} ${samplingFrequency} ${samples}${start}`,
    ...signals.map((signal) => signalLine(signal, header)),
    ...comments.flatMap((comment) => comment.split(/\r?\n|\r/).map((line) => `# ${line}`)),
  ];
  return `${lines.join('\n')}\n`;
}

/** header(5): the name of a record holds letters, digits and underscores; PhysioNet's also have hyphens. */
export function checkRecordName(name: string): void {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(name)) return;
  const message = `"${name}" is no record name: letters, digits, _ and - only, 64 at most.`;
  throw new PurkinjeError('InvalidInput', message);
}

function signalLine(signal: HeaderSignal, { fileName, format }: HeaderText): string {
  const { originalName, units, gain, baseline, adcResolution, adcZero, initialValue, checksum } = signal;
  const unit = units.trim().replace(/[\s/]+/g, '_') || 'mV';
  const description = originalName.replace(/\s+/g, ' ').trim();
  const calibration = `${gain}(${baseline})/${unit}`;
  const adc = `${adcResolution} ${adcZero} ${initialValue} ${checksum} 0`;
  return `${fileName} ${format} ${calibration} ${adc} ${description}`.trimEnd();
}

/** `2026-03-01T09:30:00.5` -> `09:30:00.5 01/03/2026`. */
function baseTimeAndDate(startTime: string): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)$/.exec(startTime);
  if (!match)
    throw new PurkinjeError('InvalidInput', `"${startTime}" is no start time (YYYY-MM-DDTHH:MM:SS.sss).`);
  const [, year, month, day, time] = match;
  return `${time} ${day}/${month}/${year}`;
}
