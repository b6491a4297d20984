import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { throwIfCancelled } from '../../domain/errors.ts';
import type { SimulatedStudy } from '../../simulate/study.ts';
import { studyFiles } from '../../simulate/write.ts';
import { writeFailure } from '../recordings/write-annotation-file.ts';

export interface WriteOptions {
  readonly onProgress?: (fraction: number) => void;
  readonly abortSignal?: AbortSignal;
}

/**
 * Writes a simulated study's files into a folder, which is made where it is not there; files of the same name are
 * replaced. What was begun is removed where it fails or is cancelled.
 * @throws DiskFull, Cancelled
 */
export async function writeStudy(
  folder: string,
  study: SimulatedStudy,
  options: WriteOptions = {},
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const begun = new Set<string>();
  const bytes = study.samples * study.signals.length * 3;
  let written = 0;
  try {
    for (const piece of studyFiles(study)) {
      throwIfCancelled(options.abortSignal);
      const path = join(folder, piece.name);
      if (begun.has(path)) appendFileSync(path, piece.bytes);
      else writeFileSync(path, piece.bytes);
      begun.add(path);
      written += piece.bytes.length;
      options.onProgress?.(Math.min(1, written / bytes));
      // Lets Ctrl-C and progress through between blocks.
      await new Promise(setImmediate);
    }
  } catch (error) {
    for (const path of begun) rmSync(path, { force: true });
    throw writeFailure(error, folder);
  }
}
