import { requireRecord } from '../../../src-main/services/records/require-record.ts';
import { gatherReport, type ReportRequest } from '../../../src-main/services/report/gather-report.ts';
import { renderReport } from '../../../src-main/services/report/render-report.ts';
import type { Workstation } from '../../../src-main/services/workstation.ts';

/** A report as PDF, uncompressed, so that its operators can be read. */
export async function drawnReport(
  workstation: Workstation,
  recordId: number,
  request: ReportRequest = { findings: '', strips: [] },
): Promise<string> {
  const record = requireRecord(workstation.library.database, recordId);
  const content = await gatherReport(workstation, recordId, request);
  const path = workstation.signals.path(record);
  return Buffer.from(await renderReport({ path, record, content, compress: false })).toString('latin1');
}

/** Text of each page: pdfkit writes strings as hexadecimal, in pieces where it kerns. */
export function pagesOf(pdf: string): string[] {
  return [...pdf.matchAll(/stream\n([\s\S]*?)\nendstream/g)]
    .map(([, stream]) => stream)
    .filter((stream) => stream.includes('1 0 0 -1 0 841.89 cm'))
    .map((stream) =>
      [...stream.matchAll(/\[((?:<[0-9a-f]*>[\s\d.-]*)+)\] TJ/g)]
        .map(([, pieces]) =>
          Buffer.from([...pieces.matchAll(/<([0-9a-f]*)>/g)].map(([, hex]) => hex).join(''), 'hex').toString(
            'latin1',
          ),
        )
        .join('\n'),
    );
}
