import { DECIMAL_MARKS, type DecimalMark } from '../../domain/decimal-mark.ts';
import { UsageError, type CommandArguments } from './arguments.ts';

/** `--decimal point|comma` of what goes on paper; undefined: as the library's setting says. */
export function decimalOf(args: CommandArguments): DecimalMark | undefined {
  const asked = args.text('decimal');
  const mark = DECIMAL_MARKS.find((one) => one === asked);
  if (asked !== undefined && mark === undefined)
    throw new UsageError(`--decimal takes ${DECIMAL_MARKS.join(' or ')}, not ${asked}.`);
  return mark;
}
