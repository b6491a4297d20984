import type { PairedDifference } from '../../training/metrics/bootstrap.ts';
import type { Comparison, ComparedMethod, MeanAndDeviation } from './comparison.ts';
import { markdownTable } from './markdown-table.ts';

/** In percent; one seed has no deviation. */
export function percent({ mean, deviation }: MeanAndDeviation, seeds: number): string {
  const spread = seeds > 1 ? ` \u00b1 ${(100 * deviation).toFixed(2)}` : '';
  return `${(100 * mean).toFixed(2)}${spread}`;
}

const signed = (value: number): string => `${value >= 0 ? '+' : ''}${(100 * value).toFixed(2)}`;
const interval = ({ low, high }: PairedDifference): string => `${signed(low)} to ${signed(high)}`;

function row(method: ComparedMethod, reference: string | undefined): string[] {
  const { name, seeds, top1, precision, recall, f1, f2, lead } = method;
  const cell = (value: MeanAndDeviation): string => percent(value, seeds);
  const held = lead ? `${signed(lead.mean)} (${interval(lead)})` : 'the reference';
  return [name, ...[top1, precision, recall, f1, f2].map(cell), ...(reference ? [held] : [])];
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function classRows({ methods, segments }: Comparison): string[][] {
  const names = methods[0].classes.map(({ name }) => name);
  return names.map((name, c) => {
    const support = methods[0].classes[c].support;
    const cells = methods.map(({ classes, seeds }) =>
      support === 0 ? 'absent' : percent(classes[c].f1, seeds),
    );
    return [`${name} (${counted(segments[name] ?? 0, 'segment')})`, String(support), ...cells];
  });
}

function differenceRows({ macro, classes }: NonNullable<Comparison['against']>): string[][] {
  const one = (name: string, difference: PairedDifference): string[] => [
    name,
    signed(difference.mean),
    interval(difference),
    difference.notBetter.toFixed(3),
  ];
  return [
    one('macro F1', macro),
    ...Object.entries(classes)
      .filter(([, difference]) => !Number.isNaN(difference.mean))
      .map(([name, difference]) => one(name, difference)),
  ];
}

const PARTS = {
  fresh: 'scored on fresh subjects',
  'held-out': 'scored on its held-out part',
} as const;

/** Macro F1 of every run, cohort by cohort: how far cohorts lie apart, and whether a lead is one of all or of a few. */
function cohortRows({ methods, cohorts = [] }: Comparison): string[] {
  const [{ seeds }] = methods;
  return [
    'Macro F1 by training cohort (mean of its seeds):',
    '',
    ...markdownTable(
      ['method', ...cohorts],
      methods.map(({ name, macros }) => {
        const each = seeds / cohorts.length;
        const cells = cohorts.map((_, at) => {
          const own = macros.slice(at * each, (at + 1) * each);
          return (100 * (own.reduce((sum, value) => sum + value, 0) / each)).toFixed(2);
        });
        return [name, ...cells];
      }),
    ),
    '',
  ];
}

const drawnBy = ({ cohorts }: Comparison): string => (cohorts ? 'training cohort and subject' : 'subject');

function about({ split, scored, network, examples, methods, simulated, cohorts }: Comparison): string {
  const each = methods[0].seeds / (cohorts?.length ?? 1);
  const ofEach = counted(each, 'seed');
  const seeds = cohorts ? `${cohorts.length} training cohorts, ${ofEach} each` : ofEach;
  const warning = simulated ? ' **Simulated studies: no clinical evidence.**' : '';
  const on = network ? ` Losses on the network ${network}.` : '';
  return `Split: ${split}, ${PARTS[scored]}.${on} ${examples} windows scored (first seed), ${seeds}.${warning}`;
}

/**
 * The paper's table as Markdown: mean and standard deviation over the seeds, in percent; macro F1 held against the
 * reference's by a paired bootstrap by subject (and by training cohort); then F1 of each class.
 */
export function comparisonTable(comparison: Comparison, command: string): string {
  const { methods, against, reference } = comparison;
  const held = reference ? [`macro F1 less that of ${reference} (95 %)`] : [];
  const lines = [
    about(comparison),
    '',
    '```',
    command,
    '```',
    '',
    ...markdownTable(
      ['method', 'top-1', 'macro P', 'macro R', 'macro F1', 'macro F2', ...held],
      methods.map((method) => row(method, reference)),
    ),
    '',
    'F1 of each class:',
    '',
    ...markdownTable(['class', 'support', ...methods.map(({ name }) => name)], classRows(comparison)),
    '',
    ...(comparison.cohorts ? cohortRows(comparison) : []),
  ];
  if (against)
    lines.push(
      `${against.own} less ${against.baseline} (the best baseline), paired bootstrap by ${drawnBy(comparison)}, in points of F1:`,
      '',
      ...markdownTable(
        ['what', 'mean', '95 % interval', 'share of draws not better'],
        differenceRows(against),
      ),
      '',
    );
  return lines.join('\n');
}
