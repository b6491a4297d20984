import type { EpochLog } from '../fit/fit.ts';
import type { Scores } from '../metrics/confusion.ts';
import type { RiskPoint } from '../metrics/risk-coverage.ts';
import { escaped, lineChart, scatterChart } from './svg.ts';

/** One run's curves. */
export interface ReportedRun {
  readonly name: string;
  readonly log: readonly EpochLog[];
}

export interface Report {
  readonly title: string;
  /** The exact command. */
  readonly command: string;
  /** Sentences that must be read with the figures: simulated data, a device that fell back ... */
  readonly notices: readonly string[];
  readonly runs: readonly ReportedRun[];
  readonly scores: readonly {
    readonly what: string;
    readonly scores: Scores;
    readonly calibrationError: number;
    readonly risk: readonly RiskPoint[];
  }[];
  readonly embedding?: {
    readonly points: Float32Array;
    readonly labels: ArrayLike<number>;
    readonly names: readonly string[];
  };
}

const STYLE = `body{font:14px system-ui,sans-serif;max-width:1000px;margin:2em auto;padding:0 1em;color:#222;background:#fff}
@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}}
table{border-collapse:collapse;margin:.5em 0 1.5em}td,th{padding:.2em .6em;text-align:right;border-bottom:1px solid #8884}
th:first-child,td:first-child{text-align:left}svg{width:460px;max-width:100%}pre{overflow:auto;background:#8881;padding:.6em}
.charts{display:flex;flex-wrap:wrap;gap:1em}.notice{border-left:4px solid #d55e00;padding-left:.6em}.legend{font-size:12px}`;

const percent = (value: number): string => (100 * value).toFixed(1);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]): string =>
    `<tr>${row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<table>${cells('th', head)}${rows.map((row) => cells('td', row)).join('')}</table>`;
}

function classTable({ classes }: Scores): string {
  return table(
    ['class', 'support', 'sensitivity %', 'positive predictivity %', 'F1 %', 'F2 %'],
    classes.map(({ name, support, recall, precision, f1, f2 }) =>
      support === 0
        ? [name, '0', 'absent', 'absent', 'absent', 'absent']
        : [name, String(support), percent(recall), percent(precision), percent(f1), percent(f2)],
    ),
  );
}

function confusionTable({ confusion, classes }: Scores): string {
  const names = classes.map(({ name }) => name);
  return table(
    ['is \\ predicted', ...names],
    confusion.map((row, c) => [names[c], ...row.map(String)]),
  );
}

function scoreSection({ what, scores, calibrationError, risk }: Report['scores'][number]): string {
  const { accuracy, macro, kappa, examples, absent } = scores;
  const step = Math.max(1, Math.floor(risk.length / 300));
  const curve = risk.filter((_, i) => i % step === 0).map((p) => [p.coverage, p.risk] as const);
  return `<h2>${escaped(what)}</h2><p>${examples} examples. Accuracy ${percent(accuracy)} %, macro precision ${percent(macro.precision)}, recall ${percent(macro.recall)}, F1 ${percent(macro.f1)}, F2 ${percent(macro.f2)}; kappa ${kappa.toFixed(3)}; expected calibration error ${percent(calibrationError)} %.${absent.length > 0 ? ` Without a single example, and in no mean: ${escaped(absent.join(', '))}.` : ''}</p>
${classTable(scores)}<h3>Confusion</h3>${confusionTable(scores)}<h3>Risk over coverage</h3>${lineChart([{ name: what, points: curve }], 'coverage', 'risk')}`;
}

/** A page that needs nothing beside it: curves, scores per class with support, confusion, risk and coverage, embeddings. */
export function htmlReport(report: Report): string {
  const { title, command, notices, runs, scores, embedding } = report;
  const curve = (pick: (log: EpochLog) => number, name: string): string =>
    lineChart(
      runs.map((run) => ({ name: run.name, points: run.log.map((log) => [log.epoch, pick(log)] as const) })),
      'epoch',
      name,
    );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style>
<h1>${escaped(title)}</h1>${notices.map((notice) => `<p class="notice">${escaped(notice)}</p>`).join('')}<pre>${escaped(command)}</pre>
<h2>Curves</h2><div class="charts">${curve((log) => log.loss, 'loss')}${curve((log) => log.validationMacroF1, 'macro F1 on validation')}</div>
${scores.map(scoreSection).join('\n')}
${embedding ? `<h2>Embeddings</h2><p>First two principal components of the network's embedding of held-out examples.</p>${scatterChart(embedding.points, embedding.labels, embedding.names)}` : ''}</html>
`;
}
