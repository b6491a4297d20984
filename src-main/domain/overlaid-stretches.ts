/** Beats laid over each other: where how many of them have no signal, or one that was cut off. The same for screen and paper. */

/** Of one beat, on the time that all of them share; `to` exclusive. */
export interface BeatStretch {
  readonly from: number;
  readonly to: number;
}

export interface OverlaidStretch extends BeatStretch {
  /** How many beats it holds for. */
  readonly beats: number;
}

/** Stretches in time order, each where another number of beats begins; those of no beat are left out. @param stretches none twice for a beat */
export function overlaidStretches(stretches: readonly BeatStretch[]): OverlaidStretch[] {
  const steps = stretches
    .filter(({ from, to }) => to > from)
    .flatMap(({ from, to }) => [
      { at: from, step: 1 },
      { at: to, step: -1 },
    ])
    .sort((a, b) => a.at - b.at);
  const found: OverlaidStretch[] = [];
  let [begin, beats] = [0, 0];
  for (const { at, step } of steps) {
    const last = found.at(-1);
    if (beats > 0 && at > begin) {
      if (last?.to === begin && last.beats === beats) found[found.length - 1] = { ...last, to: at };
      else found.push({ from: begin, to: at, beats });
    }
    begin = at;
    beats += step;
  }
  return found;
}

/** What is written beside a channel some of whose beats are not whole; undefined where all are. */
export function overlaidText(missing: number, clipped: number, beats: number): string | undefined {
  const of = (count: number, what: string): string[] =>
    count === 0 ? [] : [`${what} in ${count} of ${beats} beats`];
  const parts = [...of(missing, 'parts missing'), ...of(clipped, 'clipped')];
  return parts.length === 0 ? undefined : parts.join(', ');
}
