import type { ByteSource } from '../../domain/bytes.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { DifferenceFile } from './difference-file.ts';
import { FlacFile } from './flac-file.ts';
import type { FrameSource } from './frame-source.ts';
import { layOut } from './frame-source.ts';
import type { WfdbHeader } from './header.ts';
import { PackedFile } from './packed-file.ts';
import type { SignalGroup } from './signal-group.ts';
import { FLAC_BITS, packedFormat } from './signal-format.ts';

/**
 * The reader of a signal file's format. It owns the source: closing it closes that, and so does a failure here.
 * @throws UnsupportedFormat for a format that signal(5) does not name; StudyUnreadable
 */
export async function openSignalFile(
  source: ByteSource,
  group: SignalGroup,
  header: WfdbHeader,
): Promise<FrameSource> {
  try {
    return await openByFormat(source, group, header);
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function openByFormat(
  source: ByteSource,
  group: SignalGroup,
  header: WfdbHeader,
): Promise<FrameSource> {
  const signals = group.members.map((member) => header.signals[member]);
  const layout = layOut(signals.map(({ samplesPerFrame }) => samplesPerFrame));
  const flacBits = FLAC_BITS.get(group.format);
  if (flacBits !== undefined) return FlacFile.open(source, layout, flacBits, group.byteOffset);
  const format = packedFormat(group.format);
  if (!format) {
    const message = `${header.path}: signal format ${group.format} of ${group.fileName} is not one that WFDB defines.`;
    throw new PurkinjeError('UnsupportedFormat', message, { file: header.path });
  }
  const file = new PackedFile(source, format, layout, group.byteOffset);
  if (group.format !== 8) return file;
  const initialValues = signals.map(({ initialValue }) => initialValue);
  return new DifferenceFile(file, layout, initialValues);
}
