import type { ByteSource } from '../domain/bytes.ts';
import type { RecordWarning, SignalDescription } from '../domain/record.ts';
import type { OpenOptions } from './record-format.ts';
import { unreadable } from './unreadable.ts';

/**
 * Compares the rows of a text export with what its header says.
 * @throws StudyUnreadable for fewer, unless `acceptTruncated`
 */
export function checkRows(
  source: ByteSource,
  rows: number,
  announced: number,
  { acceptTruncated }: OpenOptions,
): RecordWarning[] {
  if (rows === announced) return [];
  const what = `the file has ${rows} samples, its header announces ${announced}`;
  if (rows > announced) return [{ code: 'other', message: `${source.name}: ${what}; all are read.` }];
  if (!acceptTruncated) {
    throw unreadable(
      source.name,
      source.size,
      `${what}. Export it again, or import what is there (command line: --accept-truncated).`,
    );
  }
  return [
    { code: 'truncated', message: `${source.name}, byte ${source.size}: ${what}; the rest is missing.` },
  ];
}

/** A warning for each channel that holds nothing but zeros: an input that was not connected. */
export function zeroChannels(
  signals: readonly SignalDescription[],
  isZero: (channel: number) => boolean,
): RecordWarning[] {
  return signals.flatMap(({ originalName }, index) =>
    isZero(index)
      ? [
          {
            code: 'flat' as const,
            message: `${originalName} is zero throughout: an unused input.`,
            signal: originalName,
          },
        ]
      : [],
  );
}
