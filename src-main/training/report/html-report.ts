import type { EpochLog } from '../fit/fit.ts';
import type { ReliabilityBin } from '../metrics/calibration.ts';
import type { Scores } from '../metrics/confusion.ts';
import type { RiskPoint } from '../metrics/risk-coverage.ts';
import type { Line } from './svg.ts';
import { escaped, legend, lineChart, linesShown, reference, scatterChart } from './svg.ts';

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
    readonly reliability: readonly ReliabilityBin[];
    readonly risk: readonly RiskPoint[];
  }[];
  readonly embedding?: {
    readonly points: Float32Array;
    readonly labels: ArrayLike<number>;
    readonly names: readonly string[];
  };
}

const STYLE = `:root{color-scheme:light dark}
body{font:14px system-ui,sans-serif;max-width:1000px;margin:2em auto;padding:0 1em;color:light-dark(#222,#ddd);background:light-dark(#fff,#181818)}
table{border-collapse:collapse;margin:.5em 0 1.5em}td,th{padding:.25em .6em;text-align:right;border-bottom:1px solid #8884;font-variant-numeric:tabular-nums}
th[scope=row],tr>th:first-child{text-align:left;font-weight:600}svg{width:460px;max-width:100%}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#8881;padding:.6em}figure{margin:0}figcaption{font-weight:600}
.charts{display:flex;flex-wrap:wrap;gap:1.5em}.notice{border-left:4px solid #d55e00;padding-left:.6em}
.legend{font-size:12px;display:flex;flex-wrap:wrap;gap:.2em 1em;max-width:460px}.note{font-size:12px;opacity:.8;max-width:70ch}`;

const percent = (value: number): string => (100 * value).toFixed(1);
/** A no-break space: no line begins with the unit. */
const withUnit = (value: number): string => `${percent(value)}\u00a0%`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const first = `<tr>${head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('')}</tr>`;
  const others = rows.map(
    ([name, ...cells]) =>
      `<tr><th scope="row">${escaped(name)}</th>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`,
  );
  return `<table>${first}${others.join('')}</table>`;
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

/** A count, shaded by its share of the class: blue where right, orange where wrong. */
function confusionCell(count: number, support: number, right: boolean): string {
  const share = support === 0 ? 0 : count / support;
  const shade = right ? '0 114 178' : '213 94 0';
  return `<td style="background:rgb(${shade}/${(0.6 * share).toFixed(2)})" title="${percent(share)} %">${count}</td>`;
}

function confusionTable({ confusion, classes }: Scores): string {
  const names = classes.map(({ name }) => `<th scope="col">${escaped(name)}</th>`).join('');
  const rows = confusion.map((row, c) => {
    const cells = row.map((count, k) => confusionCell(count, classes[c].support, k === c)).join('');
    return `<tr><th scope="row">${escaped(classes[c].name)}</th>${cells}</tr>`;
  });
  return `<table><tr><th scope="col">is \\ predicted</th>${names}</tr>${rows.join('')}</table>`;
}

const figure = (caption: string, content: string): string =>
  content === '' ? '' : `<figure><figcaption>${escaped(caption)}</figcaption>${content}</figure>`;

function riskChart(risk: readonly RiskPoint[]): string {
  const step = Math.max(1, Math.floor(risk.length / 300));
  const points = risk
    .filter((_, i) => i % step === 0 || i === risk.length - 1)
    .map((p) => [100 * p.coverage, 100 * p.risk] as const);
  const axis = { name: 'answered, %', from: 0, to: 100 };
  return lineChart([{ name: 'risk', points }], axis, { name: 'wrong among the answered, %', from: 0 });
}

/** Examples below which the share of a bin that is right says nothing: one more or less is a tenth of it. */
const FEW_IN_BIN = 10;

/** The bins that hold enough; all where none does. */
function toldBins(bins: readonly ReliabilityBin[]): readonly ReliabilityBin[] {
  const told = bins.filter(({ count }) => count >= FEW_IN_BIN);
  return told.length > 0 ? told : bins;
}

function reliabilityChart(bins: readonly ReliabilityBin[]): string {
  const points = toldBins(bins).map(({ confidence, right }) => [100 * confidence, 100 * right] as const);
  const whole = { from: 0, to: 100 };
  return lineChart(
    [{ name: 'right at a confidence', points }],
    { name: 'confidence, %', ...whole },
    { name: 'right, %', ...whole },
    (x, y) => reference(x, y, [0, 0], [100, 100]),
  );
}

function scoreSection({
  what,
  scores,
  calibrationError,
  reliability,
  risk,
}: Report['scores'][number]): string {
  const { accuracy, macro, kappa, examples, absent } = scores;
  const missing =
    absent.length > 0 ? ` Without a single example, and in no mean: ${escaped(absent.join(', '))}.` : '';
  const said = [
    `Accuracy ${withUnit(accuracy)}`,
    `macro precision ${withUnit(macro.precision)}`,
    `recall ${withUnit(macro.recall)}`,
    `F1 ${withUnit(macro.f1)}`,
    `F2 ${withUnit(macro.f2)}; kappa ${kappa.toFixed(3)}; expected calibration error ${withUnit(calibrationError)}`,
  ].join(', ');
  const few = toldBins(reliability).length < reliability.length;
  const note = few
    ? `<p class="note">Reliability: confidences that fewer than ${FEW_IN_BIN} examples have are left out.</p>`
    : '';
  return `<h2>${escaped(what)}</h2><p>${examples} examples. ${said}.${missing}</p>
${classTable(scores)}<h3>Confusion</h3>${confusionTable(scores)}
<div class="charts">${figure('Risk over coverage', riskChart(risk))}${figure('Reliability', reliabilityChart(reliability))}</div>${note}`;
}

function curves(runs: readonly ReportedRun[]): string {
  const linesBy = (pick: (log: EpochLog) => number): Line[] =>
    runs.map((run) => ({ name: run.name, points: run.log.map((log) => [log.epoch, pick(log)] as const) }));
  const chart = (caption: string, pick: (log: EpochLog) => number, name: string): string =>
    figure(caption, lineChart(linesBy(pick), { name: 'epoch', whole: true }, { name, from: 0 }));
  const contrast = runs.some(({ log }) => log.some((epoch) => epoch.contrast !== 0));
  return `<h2>Curves</h2><div class="charts">${chart('Classification loss, training', (log) => log.classification, 'loss')}${
    contrast ? chart('Contrastive loss, training', (log) => log.contrast, 'loss') : ''
  }${chart('Macro F1, validation', (log) => 100 * log.validationMacroF1, '%')}</div>${legend(linesShown(linesBy((log) => log.loss)))}${
    contrast
      ? '<p class="note">The contrastive loss is measured from the first epoch and rises while more classes get a prototype; its weight in the sum that is minimised grows from 0 after the warm-up.</p>'
      : ''
  }`;
}

/** A page that needs nothing beside it: curves, scores per class with support, confusion, risk and coverage, reliability, embeddings. */
export function htmlReport(report: Report): string {
  const { title, command, notices, runs, scores, embedding } = report;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style>
<h1>${escaped(title)}</h1>${notices.map((notice) => `<p class="notice">${escaped(notice)}</p>`).join('')}<pre>${escaped(command)}</pre>
${curves(runs)}
${scores.map(scoreSection).join('\n')}
${embedding ? `<h2>Embeddings</h2><p>First two principal components of the network's embedding of held-out examples.</p>${scatterChart(embedding.points, embedding.labels, embedding.names)}` : ''}</html>
`;
}
