import { DATE_ORDERS, startsOpen } from '../../../domain/date-order.ts';
import type { RecordWarning } from '../../../domain/record.ts';
import { UsageError } from '../arguments.ts';
import type { Command } from '../command.ts';
import { withRecord } from '../record-argument.ts';

/** The answer is kept for good, and in the trail; a record whose start is known takes none. */
export const dateCommand: Command = {
  name: 'date',
  summary:
    'Tells when a record starts, or answers a start of which day and month may be changed over (for good; the trail keeps it).',
  usage: 'RECORD [month-first|day-first|YYYY-MM-DD] [--library DIR]',
  options: {},
  positionals: [1, 2],
  run: (args) =>
    withRecord(args, async (record) => {
      if (record.where !== 'library')
        throw new UsageError('A date is answered of a record in the library: import it first.');
      const { client, summary } = record;
      const params = { recordId: summary.id };
      const [, answer] = args.positionals;
      if (answer !== undefined) {
        const starts = startsOpen(summary.warnings as RecordWarning[]) ?? [];
        const body = { startTime: startNamed(answer, starts) };
        await client.api.setRecordStart({ params, body });
      }
      const { id, name, startTime, warnings } = await client.api.getRecord({ params });
      const candidates = startsOpen(warnings as RecordWarning[]) ?? [];
      return { json: { id, record: name, startTime, candidates }, text: told(name, startTime, candidates) };
    }),
};

/** Where none is open, or another day is named, the library says so itself. @throws UsageError for what is no answer */
function startNamed(answer: string, starts: readonly string[]): string {
  const order = DATE_ORDERS.findIndex((one) => one === answer);
  if (order === -1 && !/^\d{4}-\d\d-\d\d$/.test(answer))
    throw new UsageError(`The answer is ${DATE_ORDERS.join(', ')} or a day as YYYY-MM-DD, not ${answer}.`);
  const start = order === -1 ? starts.find((one) => one.startsWith(answer)) : starts[order];
  return start ?? answer;
}

function told(name: string, startTime: string | undefined, candidates: readonly string[]): string {
  if (startTime !== undefined) return `${name}: starts at ${startTime}`;
  if (candidates.length === 0) return `${name}: its start is not known.`;
  const [monthFirst, dayFirst] = candidates;
  return `${name}: starts at ${monthFirst} (month-first) or ${dayFirst} (day-first); say which.`;
}
