import { DECIMAL_MARKS, type DecimalMark } from '../../domain/decimal-mark.ts';
import { readSetting } from '../../store/settings.ts';
import type { Workstation } from '../workstation.ts';

/**
 * How decimals are written on a paper: as whoever asks for it has them on the screen, else as the library's setting `numbers` says;
 * with a point where that leaves it to a system, which the main side does not have.
 */
export function decimalMarkOf({ library }: Workstation, asked: DecimalMark | undefined): DecimalMark {
  const kept = readSetting(library.database, 'numbers');
  return asked ?? DECIMAL_MARKS.find((mark) => mark === kept) ?? 'point';
}
