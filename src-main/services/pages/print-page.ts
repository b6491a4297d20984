import { appendTrail } from '../../store/trail.ts';
import { requireRecord } from '../records/require-record.ts';
import type { Workstation } from '../workstation.ts';
import { gatherPage } from './gather-page.ts';
import type { PrintRequest } from './print-request.ts';

/** A page as a PDF; that it was printed is in the trail. */
export async function printPage(
  workstation: Workstation,
  recordId: number,
  request: PrintRequest,
  mostPages: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const { library, signals, analysis } = workstation;
  const content = await gatherPage(workstation, recordId, request, mostPages);
  const record = requireRecord(library.database, recordId);
  const key = `${recordId} ${content.frame.printedAt} ${JSON.stringify(request)}`;
  const pdf = await analysis.run('page', key, () => ({ path: signals.path(record), record, content }));
  appendTrail(library.database, {
    who: workstation.annotator(),
    what: 'print',
    object: `record ${recordId}`,
  });
  return pdf;
}
