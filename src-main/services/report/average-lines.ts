import { plainText } from '../../domain/decimal-mark.ts';
import { stampText } from './page.ts';
import { timeOn, type Paper } from './paper.ts';
import type { ReportedAverage } from './report-content.ts';

/** What the report says of an average beat that a person put right: of what, by whom, each interval beside the program's. */
export function averageLines(average: ReportedAverage, paper: Paper): string[] {
  const { by, keptAt, from, to, statistic, code, beats, averaged, on, why, values, refused } = average;
  const moved = `onsets and offsets moved by ${by}, ${stampText(keptAt)}`;
  const place = `from ${timeOn(paper, from)}${to > from ? ` to ${timeOn(paper, to)}` : ''}`;
  if (why !== undefined) return [`An average beat ${place}, ${moved}, is not given: ${why}.`];
  const of =
    averaged < beats ? `${averaged} of ${beats} beats` : `${beats} ${beats === 1 ? 'beat' : 'beats'}`;
  const value = (ms: number): string => `${plainText(ms, paper.mark)} ms`;
  return [
    `${code ?? 'Several classes'}, ${statistic} of ${of} ${place}, on ${on}; ${moved}:`,
    ...values.map(({ name, ms, found }) => {
      if (found === ms) return `    ${name} ${value(ms)}, as the program measured`;
      const program = found === undefined ? 'the program gives none' : `the program measured ${value(found)}`;
      return `    ${name} ${value(ms)}, as moved by ${by}; ${program}`;
    }),
    ...refused.map(({ name, why: reason }) => `    ${name} not given: ${reason}`),
  ];
}
