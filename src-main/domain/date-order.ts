/** How dates are read that may be month/day or day/month. */
import type { RecordWarning } from './record.ts';

export const DATE_ORDERS = ['month-first', 'day-first'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** The starts that a record's ambiguous date leaves open, month first, then day first; undefined where nothing is asked. */
export function startsOpen(
  warnings: readonly Pick<RecordWarning, 'candidates'>[],
): readonly string[] | undefined {
  return warnings.map(({ candidates }) => candidates).find((candidates) => candidates !== undefined);
}

/** The start that an order of day and month means; undefined where nothing is asked. */
export function startIn(
  warnings: readonly Pick<RecordWarning, 'candidates'>[],
  order: DateOrder,
): string | undefined {
  return startsOpen(warnings)?.[DATE_ORDERS.indexOf(order)];
}
