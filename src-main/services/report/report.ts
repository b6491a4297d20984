import { appendTrail } from '../../store/trail.ts';
import { requireRecord } from '../records/require-record.ts';
import { requireNothingHidden } from '../assignments/blinding.ts';
import type { Workstation } from '../workstation.ts';
import { gatherReport, type ReportRequest } from './gather-report.ts';

/**
 * The report of a record: signed human labels, machine labels apart, strips at true scale. That it was made is in the trail.
 * @returns a PDF
 * @throws NotFound, InvalidInput; NotAllowed where whoever is here is still to read the study, however the report is asked for
 */
export async function makeReport(
  workstation: Workstation,
  recordId: number,
  request: ReportRequest,
): Promise<Uint8Array<ArrayBuffer>> {
  const { library, signals, analysis } = workstation;
  const record = requireRecord(library.database, recordId);
  requireNothingHidden(workstation, record.studyId);
  const content = await gatherReport(workstation, recordId, request);
  const key = `${recordId} ${content.printedAt} ${JSON.stringify(request)}`;
  const pdf = await analysis.run('report', key, () => ({ path: signals.path(record), record, content }));
  appendTrail(library.database, {
    who: workstation.annotator(),
    what: 'report',
    object: `record ${recordId}`,
  });
  return pdf;
}
