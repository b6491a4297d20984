import type { Annotation } from '../../domain/annotation.ts';
import { millisecondsOfDay } from './header-time.ts';

export interface AnnotationTextOptions {
  readonly samplingFrequency: number;
  /** `HH:MM:SS.sss`; times are then times of day in brackets, otherwise they count from the record's start. */
  readonly baseTime?: string;
  /** `YYYY-MM-DD` of the start; the day is then part of the time. */
  readonly baseDate?: string;
}

const DAY_MS = 86_400_000;

/** Annotations as rdann prints them: time, sample, symbol, subtype, channel, number and aux, a line each. */
export function annotationsToText(
  annotations: readonly Annotation[],
  options: AnnotationTextOptions,
): string {
  return annotations.map((annotation) => `${annotationLine(annotation, options)}\n`).join('');
}

function annotationLine(annotation: Annotation, options: AnnotationTextOptions): string {
  const { sampleIndex, symbol, aux, subtype = 0, channel = 0, number = 0 } = annotation;
  const fields = [subtype, channel, number].map((value) => String(value).padStart(5)).join('');
  const note = aux === undefined ? '' : `\t${aux}`;
  return `${timeText(sampleIndex, options)} ${String(sampleIndex).padStart(8)}${symbol.padStart(6)}${fields}${note}`;
}

/** WFDB's mstimstr: milliseconds rounded; hours only where there are any. */
function timeText(sampleIndex: number, options: AnnotationTextOptions): string {
  const { samplingFrequency, baseTime } = options;
  const elapsed = Math.round((sampleIndex * 1000) / samplingFrequency);
  if (baseTime !== undefined) return timeOfDay(elapsed + millisecondsOfDay(baseTime), options);
  const [hours, minutes, seconds] = split(elapsed);
  return (hours > 0 ? `${hours}:${two(minutes)}:${seconds}` : `${minutes}:${seconds}`).padStart(12);
}

/** @param total milliseconds since midnight of the first day */
function timeOfDay(total: number, { baseDate }: AnnotationTextOptions): string {
  const [hours, minutes, seconds] = split(total % DAY_MS);
  const day = baseDate === undefined ? '' : ` ${dayText(baseDate, Math.floor(total / DAY_MS))}`;
  return `[${two(hours)}:${two(minutes)}:${seconds}${day}]`;
}

function split(ms: number): [hours: number, minutes: number, seconds: string] {
  const seconds = `${two(Math.floor(ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`;
  return [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, seconds];
}

/** `DD/MM/YYYY`, some days after `YYYY-MM-DD`. */
function dayText(baseDate: string, days: number): string {
  const [year, month, day] = baseDate.split('-').map(Number);
  const date = new Date(Date.UTC(year, month - 1, day + days));
  return `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
