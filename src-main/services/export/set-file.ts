import { withMachineNote } from '../../domain/machine-note.ts';
import { encodeAnnotations } from '../../formats/wfdb/annotation-encode.ts';
import { readAnnotations } from '../../store/annotations.ts';
import { requireSet, summarise } from '../annotations/set-summary.ts';
import { requireRecord } from '../records/require-record.ts';
import type { Workstation } from '../workstation.ts';
import { annotationCsv, annotationJson } from './annotation-text.ts';

export type SetFormat = 'atr' | 'csv' | 'json';

/** A set as one file: WFDB (MIT format, custom symbols defined in it), CSV or JSON. Sample indices are kept. @throws NotFound */
export function setFile({ library }: Workstation, setId: number, format: SetFormat): Uint8Array<ArrayBuffer> {
  const { database } = library;
  const set = requireSet(database, setId);
  const { name, samplingFrequency, samples } = requireRecord(database, set.recordId);
  const annotations = readAnnotations(database, setId).map(({ id: _id, ...rest }) => rest);
  if (format === 'atr') {
    const noted = set.origin === 'machine' ? withMachineNote(annotations, set.name) : annotations;
    return new Uint8Array(encodeAnnotations(noted, { samplingFrequency }));
  }
  if (format === 'csv') return new TextEncoder().encode(annotationCsv(annotations, samplingFrequency));
  const { origin, author, model, schemaVersion } = summarise(database, set);
  const about = { name: set.name, origin, author, model, schemaVersion };
  return new TextEncoder().encode(
    annotationJson({ record: name, samplingFrequency, samples, set: about, annotations }),
  );
}
