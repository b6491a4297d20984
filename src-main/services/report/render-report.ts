import type { RecordDescription } from '../../domain/record.ts';
import { openSignalFile } from '../../store/signal-file.ts';
import { drawFrames, openDocument } from './page.ts';
import type { ReportContent } from './report-content.ts';
import { drawStrip } from './strip-page.ts';
import { writeText } from './text-pages.ts';

export interface ReportTask {
  /** Of the block file. */
  readonly path: string;
  readonly record: RecordDescription;
  readonly content: ReportContent;
  /** Off: tests read the drawing operators. */
  readonly compress?: boolean;
}

/** The report as a PDF. Runs in the analysis thread. */
export function renderReport({
  path,
  record,
  content,
  compress = true,
}: ReportTask): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve) => {
    const document = openDocument(content, 'Report', compress);
    const chunks: Uint8Array[] = [];
    document.on('data', (chunk) => chunks.push(chunk));
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    writeText(document, content, record);
    const file = openSignalFile(path);
    try {
      for (const strip of content.strips) drawStrip(document, file, record, strip, content);
    } finally {
      file.close();
    }
    drawFrames(document, content);
    document.end();
  });
}
