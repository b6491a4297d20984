import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LossName } from '../../network/loss-config.ts';
import { comparisonTable, percent } from './comparison-table.ts';
import { markdownTable } from './markdown-table.ts';
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
  /** Split A, its held-out segments. */
  readonly segment: Comparison;
  /** The same networks on fresh subjects, where there are any. */
  readonly fresh?: Comparison;
  readonly subject: Comparison;
  /** The table as Markdown. */
  readonly path: string;
}

type Row = Readonly<Record<'top1' | 'precision' | 'recall' | 'f1' | 'f2', string>>;

const MEASURES = ['top1', 'precision', 'recall', 'f1', 'f2'] as const;

function line(what: string, cells: Partial<Row>): string[] {
  return [what, ...MEASURES.map((measure) => cells[measure] ?? 'not given')];
}

function rowsOf(what: string, { methods }: Comparison): string[][] {
  return methods.map((method) => {
    const cells = MEASURES.map((measure) => [measure, percent(method[measure], method.seeds)]);
    return line(`${what}: ${method.name}`, Object.fromEntries(cells) as Row);
  });
}

/** Our figures under the published ones. */
function besidePublished({ segment, fresh, subject }: Omit<Reproduction, 'path'>): string[] {
  const published = PUBLISHED.map(({ what, ...figures }) => {
    const cells = Object.entries(figures).map(([measure, value]) => [measure, value.toFixed(2)]);
    return line(what, Object.fromEntries(cells) as Partial<Row>);
  });
  return markdownTable(
    ['', 'top-1', 'macro P', 'macro R', 'macro F1', 'macro F2'],
    [
      ...published,
      ...rowsOf('split A', segment),
      ...(fresh ? rowsOf('split A, fresh subjects', fresh) : []),
      ...rowsOf('split B', subject),
    ],
  );
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
  const hasFresh = (request.testPaths?.length ?? 0) > 0;
  const segment = await compare({ ...both, split: 'segment', score: 'held-out' }, half(0));
  const fresh = hasFresh ? await compare({ ...both, split: 'segment', score: 'fresh' }) : undefined;
  const subject = await compare(
    { ...both, testPaths: undefined, split: 'subject', losses: request.subjectLosses, variants: [] },
    half(0.5),
  );
  const result = { segment, fresh, subject };
  const path = join(request.out, 'leipzig.md');
  const text = [
    '# Leipzig, nine rhythm classes',
    '',
    'The published numbers compare with split A only; how the authors split is not published.',
    '',
    ...(segment.simulated
      ? [
          '**Our rows come from simulated studies, the published ones from patients: no clinical evidence.**',
          '',
        ]
      : []),
    ...besidePublished(result),
    '',
    '## Split A: whole segments, 70 / 15 / 15',
    '',
    comparisonTable(segment, request.command),
    ...(fresh
      ? ['## The networks of split A on fresh subjects', '', comparisonTable(fresh, request.command)]
      : []),
    '## Split B: subjects never trained on, folds pooled',
    '',
    comparisonTable(subject, request.command),
  ].join('\n');
  writeFileSync(path, text);
  return { ...result, path };
}
