import type PDFDocument from 'pdfkit';
import type { RecordDescription } from '../../domain/record.ts';
import { openSignalFile, type SignalFile } from '../../store/signal-file.ts';
import { clock, drawFrames, MM, openDocument, PAGE, paperSize } from '../report/page.ts';
import { drawGrid, label } from '../report/strip-page.ts';
import { drawLane } from './draw-codes.ts';
import { LANE_HEIGHT, PANE_TITLE_HEIGHT, pageSheet, type PageSheet, type PaneSheet } from './page-sheet.ts';
import type { AlignedContent, LeadsContent, PageContent, PageTask } from './page-task.ts';
import { drawAligned } from './render-aligned.ts';
import { drawAverage } from './render-average.ts';
import { drawLeads, type DrawnPane } from './render-leads.ts';
import { drawLines } from './render-lines.ts';

/** Pages as a PDF of vectors. Runs in the analysis thread. */
export function renderPage({
  path,
  record,
  content,
  compress = true,
}: PageTask): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve) => {
    const document = openDocument(content.frame, content.title, compress, content.orientation);
    const chunks: Uint8Array[] = [];
    document.on('data', (chunk) => chunks.push(chunk));
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    const file = openSignalFile(path);
    try {
      drawContent(document, file, record, content);
    } finally {
      file.close();
    }
    drawFrames(document, content.frame, content.orientation);
    document.end();
  });
}

function drawContent(
  document: PDFDocument,
  file: SignalFile,
  record: RecordDescription,
  content: PageContent,
): void {
  const titled = `${content.title} · ${record.name}`;
  if (content.form === 'average') {
    drawTitle(document, content, titled);
    drawAverage(document, file, record, content);
  } else if (content.form === 'aligned') {
    drawAligned(document, file, record, content, () => {
      drawTitle(document, content, titled);
      label(document, alignedLegend(content), PAGE.left, 25.5, 8, 400);
    });
  } else
    content.starts.forEach((from, index) => {
      if (index > 0) document.addPage();
      drawPage(document, file, record, content, from);
    });
}

function drawTitle(document: PDFDocument, { orientation, scaleText }: PageContent, title: string): void {
  const { width } = paperSize(orientation);
  label(document, title, PAGE.left, 15, 11, width);
  label(document, scaleText, PAGE.left, 21, 9, width);
}

/** Whose the beats are, and what VA, AH and HV were measured on. */
function alignedLegend({ table, legend }: AlignedContent): string {
  const { septalChannel, septalIsSurrogate, noHis, rows } = table;
  const va =
    septalChannel && `VA to ${septalChannel}${septalIsSurrogate ? ', a surrogate of the septum' : ''}`;
  const parts = [
    `${rows.length} beats`,
    legend,
    va,
    noHis && `no AH, HV: ${noHis}`,
    'intervals in ms, unfiltered',
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

function drawPage(
  document: PDFDocument,
  file: SignalFile,
  record: RecordDescription,
  content: LeadsContent,
  start: number,
): void {
  const sheet = pageSheet(content.kind, content.orientation, content.millimetresPerSecond, content.room);
  const { samplingFrequency: fs } = record;
  const { decimalMark: mark } = content.frame;
  const { width } = paperSize(content.orientation);
  const end = Math.min(content.to, record.samples, start + sheet.seconds * fs);
  const times = content.kind === 'moments' ? '' : ` · ${clock(start, fs, mark)} to ${clock(end, fs, mark)}`;
  drawTitle(document, content, `${content.title} · ${record.name}${times}`);
  content.lanes.forEach(({ legend }, k) => label(document, legend, PAGE.left, 25.5 + 4 * k, 8, width));
  for (const drawn of panesOf(record, content, sheet, start)) {
    drawGrid(document, drawn.sheet.grid);
    drawHead(document, record, content, drawn);
    clipTo(document, drawn.sheet);
    if (content.kind === 'disclosure') drawLines(document, file, record, content, sheet, start);
    else drawLeads(document, file, record, content, drawn);
    document.restore();
  }
}

/** Each pane with the part of its stretch that lies in the record. */
function panesOf(
  record: RecordDescription,
  content: LeadsContent,
  { panes, seconds }: PageSheet,
  start: number,
): DrawnPane[] {
  return content.panes.map((pane, k) => {
    const from = start + pane.offset;
    const end = from + Math.round(seconds * record.samplingFrequency);
    const to = Math.min(content.to + pane.offset, record.samples, end);
    return { pane, sheet: panes[k], seconds, from, to };
  });
}

function clipTo(document: PDFDocument, { grid }: PaneSheet): void {
  document
    .save()
    .rect(grid.x * MM, grid.y * MM, grid.width * MM, grid.height * MM)
    .clip();
}

/** Above a grid: what the pane is, and the class codes. */
function drawHead(
  document: PDFDocument,
  { samplingFrequency: fs }: RecordDescription,
  { frame, kind, lanes, millimetresPerSecond }: LeadsContent,
  { pane, sheet, from, to }: DrawnPane,
): void {
  const { grid, traceX } = sheet;
  const { decimalMark: mark } = frame;
  const top = grid.y - lanes.length * LANE_HEIGHT;
  if (pane.title !== undefined) {
    const times = kind === 'moments' ? ` · ${clock(from, fs, mark)} to ${clock(to, fs, mark)}` : '';
    label(document, `${pane.title}${times}`, grid.x, top - PANE_TITLE_HEIGHT + 0.5, 9, 400);
  }
  if (kind === 'disclosure') return;
  lanes.forEach((lane, k) => {
    const place = { x: traceX, top: top + k * LANE_HEIGHT, perSample: millimetresPerSecond / fs, from, to };
    drawLane(document, lane, place);
  });
}
