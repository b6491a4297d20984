import { encodeAnnotations } from '../formats/wfdb/annotation-encode.ts';
import { RecordEncoder } from '../formats/wfdb/record-write.ts';
import type { SimulatedStudy } from './study.ts';

/** A piece of a file, to be appended to those of the same name before it. */
export interface FilePiece {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** The files of a study in Leipzig's layout, piece by piece: `.dat` in blocks, then `.hea`, `.atr`, `.truth.json`. */
export function* studyFiles(study: SimulatedStudy): Generator<FilePiece> {
  const { name, samplingFrequency, signals } = study;
  const encoder = new RecordEncoder({ name, samplingFrequency, format: 24, signals });
  for (const block of study.blocks()) yield { name: encoder.dataName, bytes: encoder.append(block) };
  const { bytes, header } = encoder.finish();
  if (bytes.length > 0) yield { name: encoder.dataName, bytes };
  yield { name: encoder.headerName, bytes: text(header) };
  yield { name: `${name}.atr`, bytes: encodeAnnotations(study.annotations, { samplingFrequency }) };
  yield { name: `${name}.truth.json`, bytes: text(`${JSON.stringify(study.truth)}\n`) };
}

/** `H:M:S.frac` without leading zeros, as the published tables write a duration. */
function durationText(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return `${hours}:${minutes}:${(seconds % 60).toFixed(3)}`;
}

/** The subject table in the published columns, their spelling included; adults have no column for the pathway. */
export function subjectTable(
  studies: readonly Pick<SimulatedStudy, 'name' | 'subject' | 'samples' | 'samplingFrequency'>[],
  group: 'children' | 'adults',
): string {
  const children = group === 'children';
  const columns = [
    'subject_id',
    'file_name',
    'gender',
    'age',
    'diagnosis',
    ...(children ? ['ap_loacation'] : []),
    'ecg_duration',
  ];
  const rows = studies.map(({ name, subject, samples, samplingFrequency }) => [
    name.slice(1),
    name,
    subject.sex,
    String(subject.age),
    subject.diagnosis,
    ...(children ? [subject.pathway ?? ''] : []),
    durationText(samples / samplingFrequency),
  ]);
  return [columns, ...rows].map((row) => row.join(',')).join('\r\n') + '\r\n';
}

/** Which published table a subject belongs to: `x1..` are adults; one of the children, x0023, is 18.1 years old. */
export function subjectGroup({
  name,
  subject,
}: Pick<SimulatedStudy, 'name' | 'subject'>): 'children' | 'adults' {
  return subject.age < 18.5 && !/^x1\d\d/.test(name) ? 'children' : 'adults';
}
