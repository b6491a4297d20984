import type { Annotation } from '../../domain/annotation.ts';
import { millisecondsOfDay } from './header-time.ts';

export interface AnnotationTextOptions {
  readonly samplingFrequency: number;
  /** `HH:MM:SS.sss`; times are then times of day in brackets, otherwise they count from the record's start. */
  readonly baseTime?: string;
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
function timeText(sampleIndex: number, { samplingFrequency, baseTime }: AnnotationTextOptions): string {
  const elapsed = Math.round((sampleIndex * 1000) / samplingFrequency);
  const total = baseTime === undefined ? elapsed : (elapsed + millisecondsOfDay(baseTime)) % DAY_MS;
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(total / 3_600_000);
  const minutes = Math.floor(total / 60_000) % 60;
  const seconds = `${two(Math.floor(total / 1000) % 60)}.${String(total % 1000).padStart(3, '0')}`;
  if (baseTime !== undefined) return `[${two(hours)}:${two(minutes)}:${seconds}]`;
  return (hours > 0 ? `${hours}:${two(minutes)}:${seconds}` : `${minutes}:${seconds}`).padStart(12);
}
