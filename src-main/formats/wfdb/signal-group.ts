import { unreadable } from '../unreadable.ts';
import { NULL_NAME } from './header.ts';
import type { WfdbHeader } from './header.ts';

/** The signals that share one file. */
export interface SignalGroup {
  readonly fileName: string;
  readonly format: number;
  readonly byteOffset: number;
  /** Positions of its signals in the header, in the order of the file's frame. */
  readonly members: readonly number[];
  /** A file that is not meant to exist: `~`, or format 0. */
  readonly isNull: boolean;
}

/** @throws StudyUnreadable where signals of one file disagree on its format or byte offset */
export function groupSignals(header: WfdbHeader): SignalGroup[] {
  const groups = new Map<string, SignalGroup & { readonly members: number[] }>();
  header.signals.forEach(({ fileName, format, byteOffset }, index) => {
    const isNull = fileName === NULL_NAME || format === 0;
    const key = isNull ? NULL_NAME : fileName;
    const group = groups.get(key);
    if (!group) {
      groups.set(key, { fileName: key, format, byteOffset, members: [index], isNull });
      return;
    }
    if (!isNull && (group.format !== format || group.byteOffset !== byteOffset)) {
      const message = `signal ${index + 1} gives ${fileName} another format or offset than the signals before it.`;
      throw unreadable(header.path, 0, message);
    }
    group.members.push(index);
  });
  return [...groups.values()];
}
