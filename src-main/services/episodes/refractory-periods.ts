/** A stimulus as far as refractory periods go. */
export interface PacedStimulus {
  readonly train: number;
  readonly name: string;
  readonly intervalMs?: number;
  readonly site?: string;
  readonly captured?: boolean;
}

/** What a series of extra stimuli shows at one site and drive. */
export interface RefractoryPeriod {
  readonly site?: string;
  /** Cycle length of the drive, to 10 ms. */
  readonly driveMs: number;
  /** S2, S3 ...: which coupling was shortened. */
  readonly extra: string;
  /** Longest coupling without capture: the effective refractory period. */
  readonly longestBlockedMs?: number;
  readonly shortestCapturedMs?: number;
  /** A longer coupling was blocked than a shorter one that captured: the series is not one of a tissue alone. */
  readonly inconsistent: boolean;
  readonly trains: number;
}

/** Stimulators step by 10 ms; a drive's mean interval is brought to that. */
const STEP_MS = 10;

/**
 * Effective refractory periods of the S1-S2 (S3, S4) series: the longest coupling of the last extra stimulus that did not
 * capture. Trains are of one series where site, drive and extra stimulus agree. Arithmetic alone: capture is as judged on
 * the traces or said by a person.
 */
export function refractoryPeriods(stimuli: readonly PacedStimulus[]): RefractoryPeriod[] {
  const series = new Map<string, { site?: string; driveMs: number; extra: string; last: PacedStimulus[] }>();
  for (const train of trainsOf(stimuli)) {
    const last = train.at(-1)!;
    const drive = train.filter(({ name, intervalMs }) => name === 'S1' && intervalMs !== undefined);
    if (last.name === 'S1' || drive.length === 0 || last.captured === undefined) continue;
    const mean = drive.reduce((sum, { intervalMs }) => sum + intervalMs!, 0) / drive.length;
    const driveMs = STEP_MS * Math.round(mean / STEP_MS);
    const key = `${last.site} ${driveMs} ${last.name}`;
    const one = series.get(key) ?? { site: last.site, driveMs, extra: last.name, last: [] };
    one.last.push(last);
    series.set(key, one);
  }
  return [...series.values()].map(({ last, ...head }) => ({
    ...head,
    ...periodOf(last),
    trains: last.length,
  }));
}

function periodOf(
  last: readonly PacedStimulus[],
): Pick<RefractoryPeriod, 'longestBlockedMs' | 'shortestCapturedMs' | 'inconsistent'> {
  const couplings = (captured: boolean): number[] =>
    last.filter((one) => one.captured === captured).map(({ intervalMs }) => Math.round(intervalMs!));
  const [blocked, captured] = [couplings(false), couplings(true)];
  const longestBlockedMs = blocked.length > 0 ? Math.max(...blocked) : undefined;
  const shortestCapturedMs = captured.length > 0 ? Math.min(...captured) : undefined;
  const inconsistent =
    longestBlockedMs !== undefined &&
    shortestCapturedMs !== undefined &&
    longestBlockedMs >= shortestCapturedMs;
  return { longestBlockedMs, shortestCapturedMs, inconsistent };
}

function trainsOf(stimuli: readonly PacedStimulus[]): PacedStimulus[][] {
  const trains = new Map<number, PacedStimulus[]>();
  for (const stimulus of stimuli)
    trains.set(stimulus.train, [...(trains.get(stimulus.train) ?? []), stimulus]);
  return [...trains.values()];
}
