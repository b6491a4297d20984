/** One figure of a benchmark beside its bar. */
export interface BenchRow {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What is asked for, as text: `>= 300 MB/s`. */
  readonly bar?: string;
  /** undefined where there is no bar. */
  readonly passed?: boolean;
  readonly note?: string;
}

/** What each `test/bench/<topic>.ts` exports. */
export interface Bench {
  readonly title: string;
  run(options: readonly string[]): Promise<BenchRow[]>;
}
