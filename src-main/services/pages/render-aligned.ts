import type PDFDocument from 'pdfkit';
import { plainText } from '../../domain/decimal-mark.ts';
import { overlaidStretches, overlaidText } from '../../domain/overlaid-stretches.ts';
import type { RecordDescription } from '../../domain/record.ts';
import { median } from '../../dsp/normalise.ts';
import type { SignalFile } from '../../store/signal-file.ts';
import type { BeatRow } from '../measurements/measure.ts';
import { readFilteredWindow } from '../records/filtered-window.ts';
import { CLIPPED, MISSING } from '../records/window.ts';
import {
  hatchBox,
  hatchQuality,
  spansWhere,
  type HatchPlace,
  type SampleSpan,
} from '../report/draw-hatch.ts';
import { clock, INK, MM } from '../report/page.ts';
import { drawGrid, drawTrace, label, type Box } from '../report/strip-page.ts';
import {
  ALIGNED_AFTER,
  ALIGNED_BEFORE,
  alignedSheet,
  BEAT_ROW,
  TABLE_COLUMNS,
  type AlignedSheet,
} from './aligned-sheet.ts';
import { extentOf } from './page-rows.ts';
import type { AlignedContent } from './page-task.ts';

/** mm a unit that a channel is drawn at: the steps of the screen, and finer ones. */
const GAINS = [0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320] as const;
/** Of a row's height that a usual beat takes at most: none is cut off by the grid's edge. */
const FILL = 1;

interface ChannelBeats {
  /** A beat each, NaN outside the record, with the bits of its samples' quality. */
  readonly beats: readonly { readonly values: Float64Array; readonly quality: Uint8Array }[];
  readonly gain: number;
  /** mm that the baseline stands under the middle of its row, so that a usual beat lies in it. */
  readonly sinks: number;
}

/** The pages of aligned beats. @param addPage called before each page but the first @param head writes a page's head */
export function drawAligned(
  document: PDFDocument,
  file: SignalFile,
  record: RecordDescription,
  content: AlignedContent,
  head: () => void,
): void {
  const sheet = alignedSheet(content, content.manner, content.channels.length);
  const { rows } = content.table;
  const height = content.manner === 'overlay' ? sheet.grids[0].height * 0.8 : BEAT_ROW * FILL;
  const channels = content.channels.map((channel) => readBeats(file, record, content, channel, height));
  for (let first = 0; first < rows.length; first += Math.min(rows.length, sheet.rows)) {
    if (first > 0) document.addPage();
    head();
    const last = Math.min(rows.length, first + sheet.rows);
    content.channels.forEach((channel, k) => {
      drawChannel(document, record, content, {
        sheet,
        grid: sheet.grids[k],
        channel,
        ...channels[k],
        first,
        last,
      });
    });
    if (content.manner === 'waterfall') drawTable(document, record, content, sheet, first, last);
  }
}

function readBeats(
  file: SignalFile,
  record: RecordDescription,
  { table, filters }: AlignedContent,
  channel: number,
  height: number,
): ChannelBeats {
  const fs = record.samplingFrequency;
  const points = Math.round((ALIGNED_BEFORE + ALIGNED_AFTER) * fs);
  const beats = table.rows.map((row) => {
    const start = onsetOf(row) - Math.round(ALIGNED_BEFORE * fs);
    const from = Math.max(0, start);
    const columns = Math.min(record.samples, start + points) - from;
    const request = { channels: [channel], from, columns, samplesPerColumn: 1 };
    const [window] = readFilteredWindow(file, record, request, filters).channels;
    const values = new Float64Array(points).fill(NaN);
    values.set(window.minima, from - start);
    // What lies before the record's beginning or behind its end is not missing.
    const quality = new Uint8Array(points);
    quality.set(window.quality, from - start);
    return { values, quality };
  });
  const extents = beats.map(({ values }) => extentOf(values, median(values)));
  const usual = (of: 'rise' | 'fall'): number => median(Float64Array.from(extents, (extent) => extent[of]));
  const [rise, fall] = [usual('rise'), usual('fall')];
  const gain = GAINS.findLast((step) => step * (rise + fall) <= height) ?? GAINS[0];
  return { beats, gain, sinks: ((rise - fall) / 2) * gain };
}

function onsetOf({ qrsOnset, sampleIndex }: BeatRow): number {
  return qrsOnset ?? sampleIndex;
}

interface DrawnChannel extends ChannelBeats {
  readonly sheet: AlignedSheet;
  readonly grid: Box;
  readonly channel: number;
  readonly first: number;
  readonly last: number;
}

function drawChannel(
  document: PDFDocument,
  record: RecordDescription,
  { frame, manner, millimetresPerSecond: speed, table }: AlignedContent,
  { grid, channel, beats, gain, sinks, first, last }: DrawnChannel,
): void {
  const { name, units } = record.signals[channel];
  const [nameX, nameY] = manner === 'overlay' ? [grid.x - 20, grid.y] : [grid.x, grid.y - 4.2];
  label(document, name, nameX, nameY, 9, 400);
  label(
    document,
    `${plainText(gain, frame.decimalMark)} mm/${units}`,
    manner === 'overlay' ? nameX : nameX + 14,
    manner === 'overlay' ? nameY + 4.5 : nameY + 0.4,
    7,
    400,
  );
  drawGrid(document, grid);
  document
    .save()
    .rect(grid.x * MM, grid.y * MM, grid.width * MM, grid.height * MM)
    .clip();
  const onset = grid.x + ALIGNED_BEFORE * speed;
  drawUpright(document, onset, grid.y, grid.height, 0.25);
  const perSample = speed / record.samplingFrequency;
  // Many over each other are told apart by thinner lines.
  const width = manner === 'overlay' ? 0.08 : 0.2;
  if (manner === 'overlay') {
    const told = hatchOverlaid(document, beats, {
      x: grid.x,
      perColumn: perSample,
      top: grid.y,
      height: grid.height,
    });
    if (told !== undefined) label(document, told, grid.x + 1, grid.y + 0.5, 7, 400);
  }
  for (let row = first; row < last; row++) {
    const middle = manner === 'overlay' ? grid.y + grid.height / 2 : grid.y + (row - first + 0.5) * BEAT_ROW;
    const { values, quality } = beats[row];
    if (manner === 'waterfall')
      hatchRow(document, quality, {
        x: grid.x,
        perColumn: perSample,
        top: middle - BEAT_ROW / 2,
        height: BEAT_ROW,
      });
    drawTrace(document, values, { x: grid.x, middle: middle + sinks, perSample, gain, width });
    const { vaMs } = table.rows[row];
    if (manner === 'overlay' || vaMs === undefined || name !== table.septalChannel) continue;
    drawUpright(document, onset + (vaMs / 1000) * speed, middle - BEAT_ROW * 0.4, BEAT_ROW * 0.8, 0.4);
  }
  document.restore();
}

function hatchRow(document: PDFDocument, quality: Uint8Array, place: HatchPlace): void {
  const bit = (which: number) => (k: number) => (quality[k] & which) !== 0;
  hatchQuality(document, quality.length, { missing: bit(MISSING), clipped: bit(CLIPPED) }, place);
}

/** Of a stretch that some of the beats over each other lack, mm. */
const OVERLAID_BAND = 2;

/** All over where no beat has a signal, a band below where some have none, one above where some are clipped. @returns it in words */
function hatchOverlaid(
  document: PDFDocument,
  beats: ChannelBeats['beats'],
  { x, perColumn, top, height }: HatchPlace,
): string | undefined {
  const of = (which: number): SampleSpan[][] =>
    beats.map(({ quality }) => spansWhere(quality.length, (k) => (quality[k] & which) !== 0, 0));
  const [missing, clipped] = [of(MISSING), of(CLIPPED)];
  for (const { from, to, beats: count } of overlaidStretches(missing.flat())) {
    const high = count === beats.length ? height : OVERLAID_BAND;
    hatchBox(document, { from, to }, { x, perColumn, top: top + height - high, height: high }, 'missing');
  }
  for (const stretch of overlaidStretches(clipped.flat()))
    hatchBox(document, stretch, { x, perColumn, top, height }, 'clipped');
  const count = (spans: SampleSpan[][]): number => spans.filter(({ length }) => length > 0).length;
  return overlaidText(count(missing), count(clipped), beats.length);
}

function drawUpright(document: PDFDocument, x: number, y: number, height: number, width: number): void {
  document.lineWidth(width * MM).strokeColor(INK);
  document
    .moveTo(x * MM, y * MM)
    .lineTo(x * MM, (y + height) * MM)
    .stroke();
}

/** Time, class and intervals of each beat beside its row. */
function drawTable(
  document: PDFDocument,
  record: RecordDescription,
  { frame, table, legend }: AlignedContent,
  { left, grids }: AlignedSheet,
  first: number,
  last: number,
): void {
  const [{ y }] = grids;
  const write = (texts: readonly string[], at: number, size: number): void => {
    let x = left;
    TABLE_COLUMNS.forEach(({ width }, k) => {
      label(document, texts[k], x, at, size, 400);
      x += width;
    });
  };
  write(
    TABLE_COLUMNS.map(({ title }) => (title === 'class' && legend === undefined ? '' : title)),
    y - 4,
    7,
  );
  for (let row = first; row < last; row++) {
    const beat = table.rows[row];
    const intervals = [beat.cycleLengthMs, beat.vaMs, beat.ahMs, beat.hvMs];
    const texts = [
      `${clock(beat.sampleIndex, record.samplingFrequency, frame.decimalMark)}${beat.qrsOnset === undefined ? ' R' : ''}`,
      legend === undefined ? '' : beat.code,
      ...intervals.map((ms) => (ms === undefined ? '–' : ms.toFixed(0))),
    ];
    write(texts, y + (row - first + 0.5) * BEAT_ROW - 1.5, 8);
  }
}
