/** A set as a file that the browser saves: losslessly, by sample index. */
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { AnnotationSet } from '../../src-main/api/contract/record-schemas.ts';
import { safeName, saveFile } from './save-file.ts';

export const FILE_FORMATS = ['atr', 'csv', 'json'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** @returns the file's name */
export async function takeOut(
  api: Pick<ApiClient, 'getSetFile'>,
  recordName: string,
  set: AnnotationSet,
  format: FileFormat,
  document: Document,
): Promise<string> {
  const bytes = await api.getSetFile({ params: { setId: set.id }, query: { format } });
  const name = fileName(recordName, set.name, format);
  saveFile(document, bytes, name, 'application/octet-stream');
  return name;
}

/** WFDB's own name where the format is WFDB's; else record, set and format. */
export function fileName(recordName: string, setName: string, format: FileFormat): string {
  return format === 'atr'
    ? `${safeName(recordName)}.atr`
    : `${safeName(recordName)}-${safeName(setName)}.${format}`;
}
