/** What stands on each printed page, whatever is on it. */
export interface Frame {
  /** Two, so that one patient is not taken for another. */
  readonly identifiers: readonly [string, string];
  readonly simulated: boolean;
  readonly program: string;
  readonly printedAt: string;
}

export const NO_DIAGNOSIS = 'For research and quality assurance. This report is no diagnosis.';
