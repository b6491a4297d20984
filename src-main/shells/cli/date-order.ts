import type { ApiClient } from '../../api/contract/client.ts';
import { UsageError, type CommandArguments } from './arguments.ts';

/** How dates are read that may be month/day or day/month. */
export const DATE_ORDERS = ['month-first', 'day-first'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

interface Warned {
  readonly id: number;
  readonly warnings: readonly unknown[];
}

/** `--date-order month-first|day-first`; undefined: what is ambiguous stays asked. */
export function dateOrderOf(args: CommandArguments): DateOrder | undefined {
  const asked = args.text('date-order');
  const order = DATE_ORDERS.find((one) => one === asked);
  if (asked !== undefined && order === undefined)
    throw new UsageError(`--date-order takes ${DATE_ORDERS.join(' or ')}, not ${asked}.`);
  return order;
}

/** The starts that a record's ambiguous date leaves open, month first, then day first; undefined where nothing is asked. */
export function startsOpen({ warnings }: Pick<Warned, 'warnings'>): readonly string[] | undefined {
  return warnings.map(candidatesOf).find((candidates) => candidates !== undefined);
}

/** Answers the question of a record where it has one. @returns the record as it is then: without the question */
export async function answered<Record extends Warned>(
  api: ApiClient,
  record: Record,
  order: DateOrder,
): Promise<Record> {
  const startTime = startsOpen(record)?.[DATE_ORDERS.indexOf(order)];
  if (startTime === undefined) return record;
  await api.setRecordStart({ params: { recordId: record.id }, body: { startTime } });
  return {
    ...record,
    warnings: record.warnings.filter((warning) => candidatesOf(warning) === undefined),
  };
}

function candidatesOf(warning: unknown): readonly string[] | undefined {
  return (warning as { candidates?: readonly string[] }).candidates;
}
