import type PDFDocument from 'pdfkit';
import {
  AVERAGE_MARKS,
  averageIntervals,
  MARK_LETTERS,
  qtLeadOf,
  type AverageMarks,
} from '../../domain/average-intervals.ts';
import { plainText } from '../../domain/decimal-mark.ts';
import type { RecordDescription } from '../../domain/record.ts';
import type { SignalFile } from '../../store/signal-file.ts';
import { hatchQuality } from '../report/draw-hatch.ts';
import { INK, MM, PAGE } from '../report/page.ts';
import { backedLabel, drawGrid, label, type Box } from '../report/strip-page.ts';
import { qualityText } from './page-text.ts';
import type { AverageResult } from './average-beat.ts';
import { averageOf } from './compute-average.ts';
import { drawPulses, extentOf, pageRows, type TraceExtent } from './page-rows.ts';
import { pageSheet, type PaneSheet } from './page-sheet.ts';
import type { AverageContent } from './page-task.ts';

const BAND = '#57606A';

/** The page of an average beat: centre lines over the band of their spread, the places of the waves, what follows from them. */
export function drawAverage(
  document: PDFDocument,
  file: SignalFile,
  record: RecordDescription,
  content: AverageContent,
): void {
  const { orientation, millimetresPerSecond, room, request } = content;
  const { panes } = pageSheet('average', orientation, millimetresPerSecond, room);
  const average = averageOf(file, record, request);
  const marks = content.marks ?? average.places;
  const isEcg = ({ channelIndex }: { channelIndex: number }): boolean =>
    record.signals[channelIndex].kind === 'ecg';
  const columns = [average.channels.filter(isEcg), average.channels.filter((one) => !isEcg(one))];
  columns
    .filter(({ length }) => length > 0)
    .forEach((channels, k) =>
      drawColumn(document, record, content, panes[k], { ...average, channels }, marks),
    );
  linesOf(record, content, average, marks).forEach((text, k) =>
    label(document, text, PAGE.left, 25.5 + 4 * k, 8, 400),
  );
}

/** Of what, and its intervals; what is not given, and who put it right. */
function linesOf(
  record: RecordDescription,
  { request, rrMs, rrBeats, marks: byHand, movedBy, ageYears }: AverageContent,
  { beats, places }: AverageResult,
  marks: AverageMarks,
): string[] {
  const { code, statistic, rPeaks } = request;
  const moved = byHand !== undefined && byHand.qrsOnset !== places.qrsOnset;
  const intervals = averageIntervals({
    marks,
    qtOnset: moved ? marks.qrsOnset : places.qtOnset,
    samplingFrequency: record.samplingFrequency,
    code,
    beats: rPeaks.length,
    rrMs,
    rrBeats: rrBeats ?? (rrMs === undefined ? 0 : rPeaks.length),
    ageYears,
    qtLead: qtLeadOf(request.channels.map((channel) => record.signals[channel].name)),
  });
  const spread = statistic === 'median' ? 'median, 10th to 90th percentile' : 'mean, one standard deviation';
  const of = beats < rPeaks.length ? `${beats} of ${rPeaks.length}` : `${beats}`;
  const values = intervals.values.map(({ name, ms }) => `${name} ${ms} ms`);
  const refused = intervals.refused.map(({ name, why }) => `no ${name}: ${why}`);
  return [
    [`${of} beats${code === undefined ? '' : ` ${code}`}`, spread, ...values].join(' · '),
    [...(byHand ? [`onsets and offsets moved by ${movedBy ?? 'hand'}`] : []), ...refused].join(' · '),
  ];
}

function drawColumn(
  document: PDFDocument,
  record: RecordDescription,
  content: AverageContent,
  { grid, traceX }: PaneSheet,
  { first, channels }: AverageResult,
  marks: AverageMarks,
): void {
  const perSample = content.millimetresPerSecond / record.samplingFrequency;
  drawGrid(document, grid);
  drawMarks(document, grid, marks, (place) => traceX + (place - first) * perSample);
  document
    .save()
    .rect(grid.x * MM, grid.y * MM, grid.width * MM, grid.height * MM)
    .clip();
  const gains = channels.map(({ channelIndex }) => content.gains[channelIndex]);
  const extentOn = (row: number): TraceExtent => {
    const { rise, fall } = extentOf(channels[row].centre, 0);
    return { rise: rise * gains[row], fall: fall * gains[row] };
  };
  const lying = pageRows(grid, channels.length, extentOn(0), extentOn(channels.length - 1));
  const { bands, middles } = lying;
  drawPulses(document, grid, lying, gains);
  const names: (() => void)[] = [];
  channels.forEach(({ channelIndex, quality, centre, low, high }, row) => {
    const [gain, middle] = [gains[row], middles[row]];
    const { top, height } = bands[row];
    const missing = (k: number): boolean => Number.isNaN(centre[k]);
    const place = { x: traceX, perColumn: perSample, top, height };
    hatchQuality(document, centre.length, { missing, clipped: () => false }, place);
    const point = (values: Float32Array) => (k: number) =>
      [(traceX + k * perSample) * MM, (middle - values[k] * gain) * MM] as const;
    drawBand(document, low, point(low), point(high));
    drawCentre(document, centre, point(centre));
    const { name, units } = record.signals[channelIndex];
    const scale = units === 'mV' ? '' : ` (${units})`;
    const text = `${name}${scale}${gainText(content, channelIndex, gain)}${qualityText(quality)}`;
    names.push(() => backedLabel(document, text, traceX + 1, Math.max(top + 0.5, middle - 7), 8));
  });
  for (const write of names) write();
  document.restore();
}

/** Where a channel's gain is its own it is written. */
function gainText({ frame, gains, request }: AverageContent, channelIndex: number, gain: number): string {
  const others = request.channels
    .filter((channel) => channel !== channelIndex)
    .map((channel) => gains[channel]);
  return others.length === 0 || others.includes(gain) ? '' : ` ${plainText(gain, frame.decimalMark)} mm/mV`;
}

type PointOf = (k: number) => readonly [number, number];

/** Filled between the bounds, a polygon for each stretch that is there. */
function drawBand(document: PDFDocument, low: Float32Array, lower: PointOf, upper: PointOf): void {
  document.save().fillColor(BAND).fillOpacity(0.25);
  let begin = 0;
  for (let k = 0; k <= low.length; k++) {
    if (k < low.length && !Number.isNaN(low[k])) continue;
    if (k - begin > 1) {
      document.moveTo(...lower(begin));
      for (let i = begin + 1; i < k; i++) document.lineTo(...lower(i));
      for (let i = k - 1; i >= begin; i--) document.lineTo(...upper(i));
      document.fill();
    }
    begin = k + 1;
  }
  document.restore();
}

function drawCentre(document: PDFDocument, centre: Float32Array, point: PointOf): void {
  document
    .lineWidth(0.25 * MM)
    .lineJoin('round')
    .strokeColor(INK);
  let drawing = false;
  centre.forEach((value, k) => {
    const there = !Number.isNaN(value);
    if (there && drawing) document.lineTo(...point(k));
    else if (there) document.moveTo(...point(k));
    drawing = there;
  });
  document.stroke();
}

/** R, and the onsets and offsets, named over the grid. */
function drawMarks(
  document: PDFDocument,
  { y, height }: Box,
  marks: AverageMarks,
  x: (place: number) => number,
): void {
  const named = [
    ['R', 0] as const,
    ...AVERAGE_MARKS.flatMap((mark) => {
      const place = marks[mark];
      return place === undefined ? [] : [[MARK_LETTERS[mark], place] as const];
    }),
  ];
  for (const [letter, place] of named) {
    document.lineWidth(0.2 * MM).strokeColor(INK);
    if (letter !== 'R') document.dash(3, { space: 2 });
    document
      .moveTo(x(place) * MM, y * MM)
      .lineTo(x(place) * MM, (y + height) * MM)
      .stroke();
    document.undash();
    label(document, letter, x(place) - 0.8, y - 3.4, 8, 400);
  }
}
