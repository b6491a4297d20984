import type { Comparison, ComparedMethod, MeanAndDeviation } from './compare.ts';

const cell = ({ mean, deviation }: MeanAndDeviation): string =>
  `${(100 * mean).toFixed(2)} \u00b1 ${(100 * deviation).toFixed(2)}`;
const signed = (value: number): string => `${value >= 0 ? '+' : ''}${(100 * value).toFixed(2)}`;

function row({ name, top1, precision, recall, f1, f2 }: ComparedMethod): string {
  return `| ${[name, ...[top1, precision, recall, f1, f2].map(cell)].join(' | ')} |`;
}

function classRows({ methods, segments }: Comparison): string[] {
  const names = methods[0].classes.map(({ name }) => name);
  return names.map((name, c) => {
    const support = methods[0].classes[c].support;
    const cells = methods.map(({ classes }) => (support === 0 ? 'absent' : cell(classes[c].f1)));
    return `| ${[`${name} (${segments[name] ?? 0} segments)`, String(support), ...cells].join(' | ')} |`;
  });
}

/** The paper's table as Markdown: mean and standard deviation over the seeds, in percent; then F1 of each class. */
export function comparisonTable(comparison: Comparison, command: string): string {
  const { split, methods, examples, simulated, against } = comparison;
  const lines = [
    `Split: ${split}. ${examples} windows scored (first seed), ${methods[0].seeds} seeds.${simulated ? ' **Simulated studies: no clinical evidence.**' : ''}`,
    '',
    '```',
    command,
    '```',
    '',
    '| method | top-1 | macro P | macro R | macro F1 | macro F2 |',
    '|---|---|---|---|---|---|',
    ...methods.map(row),
    '',
    'F1 of each class:',
    '',
    `| class | support | ${methods.map(({ name }) => name).join(' | ')} |`,
    `|---|---|${methods.map(() => '---|').join('')}`,
    ...classRows(comparison),
    '',
  ];
  if (against) {
    const one = (
      name: string,
      { mean, low, high, notBetter }: { mean: number; low: number; high: number; notBetter: number },
    ): string =>
      `| ${name} | ${signed(mean)} | ${signed(low)} to ${signed(high)} | ${notBetter.toFixed(3)} |`;
    lines.push(
      `AGCACL less ${against.baseline} (the best baseline), paired bootstrap by subject, in points of F1:`,
      '',
      '| what | mean | 95 % interval | share of draws not better |',
      '|---|---|---|---|',
      one('macro F1', against.macro),
      ...Object.entries(against.classes)
        .filter(([, difference]) => !Number.isNaN(difference.mean))
        .map(([name, difference]) => one(name, difference)),
      '',
    );
  }
  return lines.join('\n');
}
