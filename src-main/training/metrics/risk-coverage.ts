export interface RiskPoint {
  /** Share of examples answered. */
  readonly coverage: number;
  /** Share of the answered that is wrong. */
  readonly risk: number;
  /** Answered are those at or above this confidence. */
  readonly threshold: number;
}

/** Risk over coverage, from the most confident example to all of them (El-Yaniv & Wiener, JMLR 2010). */
export function riskCoverage(confidence: ArrayLike<number>, right: ArrayLike<boolean>): RiskPoint[] {
  const order = Array.from({ length: confidence.length }, (_, i) => i).sort(
    (a, b) => confidence[b] - confidence[a],
  );
  let wrong = 0;
  return order.map((index, at) => {
    if (!right[index]) wrong++;
    return { coverage: (at + 1) / order.length, risk: wrong / (at + 1), threshold: confidence[index] };
  });
}

/** Area under the risk-coverage curve: 0 is perfect. */
export function riskCoverageArea(points: readonly RiskPoint[]): number {
  return points.length === 0 ? 0 : points.reduce((sum, { risk }) => sum + risk, 0) / points.length;
}

/**
 * The lowest confidence at which the answered examples still keep the risk; 0 where all may be answered, 1 where
 * no threshold keeps it.
 */
export function abstentionThreshold(points: readonly RiskPoint[], risk: number): number {
  const last = points.findLastIndex(
    (point, at) => point.risk <= risk && point.threshold !== points[at + 1]?.threshold,
  );
  if (last < 0) return points.length === 0 ? 0 : 1;
  return last === points.length - 1 ? 0 : points[last].threshold;
}
