import { mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPurkinjeError } from '../../domain/errors.ts';
import { collectSources } from './collect-sources.ts';
import type { CopyThread } from './copy-thread.ts';
import { decodeRecord, WORTH_KERNELS } from './decode-record.ts';
import { planRecord } from './plan-record.ts';

const NAME = 'rehearsal';
const FOLDER = 'purkinje-rehearsal-';
/** No rehearsal takes as long: what is older was left by a process that was killed. */
const LEFT_AFTER_MS = 60_000;
const CHANNELS = 8;
const SAMPLE_BYTES = 3;
/** As few as are worth kernels, of several blocks: it can be stopped between them. */
const SAMPLES = Math.ceil((1.25 * WORTH_KERNELS) / CHANNELS);

/**
 * Reads a recording that tells nothing, as an import does, and takes it away again: what runs for the first time has to be
 * compiled first, which is a tenth of a large import. Ends early, without a word, once `abortSignal` is aborted.
 */
export async function rehearse(thread: CopyThread, abortSignal: AbortSignal): Promise<void> {
  try {
    await sweep();
    const folder = await mkdtemp(join(tmpdir(), FOLDER));
    try {
      await rehearseIn(folder, thread, abortSignal);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  } catch (error) {
    // Stopped, or a temporary folder that is full or not ours: the import itself has no use for that folder.
    const { code } = error as NodeJS.ErrnoException;
    if (!isPurkinjeError(error) && code === undefined) throw error;
  }
}

/** Takes away what killed processes left. */
async function sweep(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(FOLDER));
  for (const path of names.map((name) => join(tmpdir(), name))) {
    // Gone by now, or another user's, who takes it away.
    const made = await stat(path).catch(() => undefined);
    if (made && made.mtimeMs < Date.now() - LEFT_AFTER_MS)
      await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}

async function rehearseIn(folder: string, thread: CopyThread, abortSignal: AbortSignal): Promise<void> {
  const header = join(folder, `${NAME}.hea`);
  const signals = Array.from({ length: CHANNELS }, () => `${NAME}.dat 24 2000(0)/mV 24 0 0 0 0 I`);
  await writeFile(header, [`${NAME} ${CHANNELS} 1000 ${SAMPLES}`, ...signals, ''].join('\n'));
  const data = join(folder, `${NAME}.dat`);
  await writeFile(data, '');
  // All zeros, none of which takes room on the disk.
  await truncate(data, CHANNELS * SAMPLES * SAMPLE_BYTES);
  const { sources } = await collectSources([header], async (zip) => zip);
  for (const source of sources) {
    if (abortSignal.aborted) return;
    const options = { acceptTruncated: false };
    const { files } = await planRecord(source, options);
    const target = join(folder, 'blocks');
    const both = await Promise.allSettled([
      thread.copy({ root: folder, files }, { abortSignal: never, onBytes: () => {} }),
      decodeRecord({ source, options, target }, { abortSignal, onSamples: () => {} }),
    ]);
    // Not before both have ended: what the thread tells last would be taken for the import's.
    for (const each of both) if (each.status === 'rejected') throw each.reason;
  }
}

/** To stop the thread is to end it; it has but a few milliseconds to do. */
const never = new AbortController().signal;
