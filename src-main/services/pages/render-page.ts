import type PDFDocument from 'pdfkit';
import type { PageLead } from '../../domain/reading-page.ts';
import type { RecordDescription } from '../../domain/record.ts';
import { openSignalFile, type SignalFile } from '../../store/signal-file.ts';
import { readFilteredWindow } from '../records/filtered-window.ts';
import { CLIPPED, MISSING } from '../records/window.ts';
import { clock, drawFrames, INK, MM, openDocument, PAGE, paperSize } from '../report/page.ts';
import { drawGrid, drawPulse, drawTrace, label } from '../report/strip-page.ts';
import { pageSheet } from './page-sheet.ts';
import { drawLines } from './render-lines.ts';
import type { PageContent, PageTask } from './page-task.ts';

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
      content.starts.forEach((from, index) => {
        if (index > 0) document.addPage();
        drawPage(document, file, record, content, from);
      });
    } finally {
      file.close();
    }
    drawFrames(document, content.frame, content.orientation);
    document.end();
  });
}

function drawPage(
  document: PDFDocument,
  file: SignalFile,
  record: RecordDescription,
  content: PageContent,
  from: number,
): void {
  const sheet = pageSheet(content.kind, content.orientation, content.millimetresPerSecond);
  const { grid } = sheet;
  const { samplingFrequency: fs } = record;
  const to = Math.min(content.to, record.samples, from + sheet.seconds * fs);
  const { width } = paperSize(content.orientation);
  const times = `${clock(from, fs)} to ${clock(to, fs)}`;
  label(document, `${content.title} · ${record.name} · ${times}`, PAGE.left, 15, 11, width);
  label(document, content.scaleText, PAGE.left, 21, 9, width);
  drawGrid(document, grid);
  document
    .save()
    .rect(grid.x * MM, grid.y * MM, grid.width * MM, grid.height * MM)
    .clip();
  if (content.kind === 'disclosure') {
    drawLines(document, file, record, content, sheet, from);
    document.restore();
    return;
  }
  const height = grid.height / content.rows.length;
  let pulseOf: number | undefined;
  content.rows.forEach(({ leads }, row) => {
    const middle = grid.y + height * (row + 0.5);
    const gain = leads[0].channel === undefined ? content.ecgGain : content.gains[leads[0].channel];
    // Taller than its row a pulse stands once for the rows of its gain.
    if (gain !== pulseOf || gain <= height) drawPulse(document, grid.x, middle, gain);
    pulseOf = gain;
    leads.forEach((lead, k) => {
      const begin = from + Math.round((k * sheet.seconds * fs) / leads.length);
      const end = Math.min(to, from + Math.round(((k + 1) * sheet.seconds * fs) / leads.length));
      const x = sheet.traceX + ((begin - from) * content.millimetresPerSecond) / fs;
      if (k > 0) drawTick(document, x, middle);
      drawLead(document, file, record, content, { lead, begin, end, x, middle, top: middle - height / 2 });
    });
  });
  document.restore();
}

interface LeadPlace {
  readonly lead: PageLead;
  readonly begin: number;
  readonly end: number;
  readonly x: number;
  readonly middle: number;
  readonly top: number;
}

function drawLead(
  document: PDFDocument,
  file: SignalFile,
  record: RecordDescription,
  content: PageContent,
  { lead, begin, end, x, middle, top }: LeadPlace,
): void {
  const nameAt = Math.max(top + 0.5, middle - 12);
  const { channel } = lead;
  if (channel === undefined) {
    label(document, `${lead.name} not in this record`, x + 1, nameAt, 8);
    return;
  }
  if (end <= begin) return;
  const request = { channels: [channel], from: begin, columns: end - begin, samplesPerColumn: 1 };
  const [window] = readFilteredWindow(file, record, request, content.filters).channels;
  const gain = content.gains[channel];
  drawTrace(document, Float64Array.from(window.minima), {
    x,
    middle,
    perSample: content.millimetresPerSecond / record.samplingFrequency,
    gain: lead.inverted ? -gain : gain,
  });
  label(document, leadText(lead, record, content, window.quality), x + 1, nameAt, 9, 400);
}

/** The lead's name, and whatever about it is not as the page says. */
function leadText(
  lead: PageLead,
  record: RecordDescription,
  content: PageContent,
  quality: Uint8Array,
): string {
  const { units, kind } = record.signals[lead.channel!];
  const gain = content.gains[lead.channel!];
  const usual = kind === 'ecg' ? gain === content.ecgGain : true;
  const bits = quality.reduce((all, one) => all | one, 0);
  return [
    lead.name,
    units === 'mV' ? '' : `(${units})`,
    usual ? '' : `${gain} mm/${units}`,
    bits & CLIPPED ? 'clipped by the recorder' : '',
    bits & MISSING ? 'parts missing' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** Where one lead ends and the next begins. */
function drawTick(document: PDFDocument, x: number, middle: number): void {
  document.lineWidth(0.2 * MM).strokeColor(INK);
  document.moveTo(x * MM, (middle - 7) * MM).lineTo(x * MM, (middle - 5) * MM);
  document.moveTo(x * MM, (middle + 5) * MM).lineTo(x * MM, (middle + 7) * MM);
  document.stroke();
}
