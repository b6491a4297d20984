import type { DecimalMark } from '../../domain/decimal-mark.ts';
import type { Hertz } from '../../domain/units.ts';
import { clock } from './page.ts';

/** How times and numbers are written. */
export interface Paper {
  readonly mark: DecimalMark;
  readonly samplingFrequency: Hertz;
}

export function timeOn({ samplingFrequency, mark }: Paper, sampleIndex: number): string {
  return clock(sampleIndex, samplingFrequency, mark);
}
