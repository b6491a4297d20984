/** A set as a file that the browser saves: losslessly, by sample index. */
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { AnnotationSet } from '../../src-main/api/contract/record-schemas.ts';

export const FILE_FORMATS = ['atr', 'csv', 'json'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export async function takeOut(
  api: Pick<ApiClient, 'getSetFile'>,
  recordName: string,
  set: AnnotationSet,
  format: FileFormat,
  document: Document,
): Promise<void> {
  const bytes = await api.getSetFile({ params: { setId: set.id }, query: { format } });
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName(recordName, set.name, format);
  link.click();
  URL.revokeObjectURL(url);
}

/** WFDB's own name where the format is WFDB's; else record, set and format. */
export function fileName(recordName: string, setName: string, format: FileFormat): string {
  const safe = (text: string): string => text.replace(/[^\w.-]+/g, '-');
  return format === 'atr' ? `${safe(recordName)}.atr` : `${safe(recordName)}-${safe(setName)}.${format}`;
}
