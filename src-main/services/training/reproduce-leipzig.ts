import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LossName } from '../../network/loss-config.ts';
import { comparisonTable } from './comparison-table.ts';
import type { CompareRequest, Comparison } from './compare.ts';
import { compare } from './compare.ts';
import type { DataHooks } from './data-request.ts';

/** What the authors report (arXiv 2509.19315), in percent. Their split, filters and optimiser are not published. */
export const PUBLISHED = [
  { what: 'published, version 1', top1: 97.76, precision: 94.08, recall: 91.97, f1: 92.97, f2: 92.36 },
  { what: 'published, later version', top1: 96.22 },
] as const;

export type ReproduceRequest = Omit<CompareRequest, 'split' | 'preset' | 'variantLoss'> & {
  /** Losses of split B, which costs `folds` times as much. */
  readonly subjectLosses: readonly LossName[];
};

export interface Reproduction {
  readonly segment: Comparison;
  readonly subject: Comparison;
  /** The table as Markdown. */
  readonly path: string;
}

function publishedRows(): string[] {
  const cell = (value: number | undefined): string => (value === undefined ? 'not given' : value.toFixed(2));
  return PUBLISHED.map((row) => {
    const { what, top1, precision, recall, f1, f2 } = {
      precision: undefined,
      recall: undefined,
      f1: undefined,
      f2: undefined,
      ...row,
    };
    return `| ${[what, ...[top1, precision, recall, f1, f2].map(cell)].join(' | ')} |`;
  });
}

/**
 * From the database as downloaded to the table beside the published numbers, for split A (what compares with the
 * paper) and split B (subjects never trained on).
 */
export async function reproduceLeipzig(
  request: ReproduceRequest,
  hooks: DataHooks = {},
): Promise<Reproduction> {
  mkdirSync(request.out, { recursive: true });
  const both = { ...request, preset: 'leipzig', variantLoss: 'agcacl' } as const;
  const half = (begin: number): DataHooks => ({
    ...hooks,
    onProgress: (fraction, doing) => hooks.onProgress?.(begin + fraction / 2, doing),
  });
  const segment = await compare({ ...both, split: 'segment' }, half(0));
  const subject = await compare(
    { ...both, split: 'subject', losses: request.subjectLosses, variants: [] },
    half(0.5),
  );
  const path = join(request.out, 'leipzig.md');
  const text = [
    '# Leipzig, nine rhythm classes',
    '',
    'Published numbers, for comparison with split A only; the published split is not known:',
    '',
    '| | top-1 | macro P | macro R | macro F1 | macro F2 |',
    '|---|---|---|---|---|---|',
    ...publishedRows(),
    '',
    '## Split A: whole segments, 70 / 15 / 15',
    '',
    comparisonTable(segment, request.command),
    '## Split B: subjects never trained on, folds pooled',
    '',
    comparisonTable(subject, request.command),
  ].join('\n');
  writeFileSync(path, text);
  return { segment, subject, path };
}
