import type { ApiClient } from '../../api/contract/client.ts';
import { DATE_ORDERS, startIn, type DateOrder } from '../../domain/date-order.ts';
import type { RecordWarning } from '../../domain/record.ts';
import { UsageError, type CommandArguments } from './arguments.ts';

interface Warned {
  readonly id: number;
  /** `RecordWarning`s. */
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

/** Answers the question of a record where it has one. @returns the record as it is then: without the question */
export async function answered<Record extends Warned>(
  api: ApiClient,
  record: Record,
  order: DateOrder,
): Promise<Record> {
  const warnings = record.warnings as readonly RecordWarning[];
  const startTime = startIn(warnings, order);
  if (startTime === undefined) return record;
  await api.setRecordStart({ params: { recordId: record.id }, body: { startTime } });
  return { ...record, warnings: warnings.filter(({ candidates }) => candidates === undefined) };
}
