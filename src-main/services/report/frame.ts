import type { DecimalMark } from '../../domain/decimal-mark.ts';

/** What stands on each printed page, whatever is on it. */
export interface Frame {
  /** Of every number on it. */
  readonly decimalMark: DecimalMark;
  /** Two, so that one patient is not taken for another. */
  readonly identifiers: readonly [string, string];
  readonly simulated: boolean;
  readonly program: string;
  readonly printedAt: string;
}

export const NO_DIAGNOSIS = 'For research and quality assurance. This report is no diagnosis.';
