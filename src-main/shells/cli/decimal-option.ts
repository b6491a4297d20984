import type { ApiClient } from '../../api/contract/client.ts';
import { DECIMAL_MARKS, type DecimalMark } from '../../domain/decimal-mark.ts';
import { UsageError, type CommandArguments } from './arguments.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * How decimals are written on paper, read before any work: `--decimal point|comma`, else as the library's setting says, else as
 * the locale of the terminal has it. CSV and JSON keep their points.
 * @throws UsageError
 */
export function decimalOf(
  args: CommandArguments,
  environment: Environment = process.env,
): (api: Pick<ApiClient, 'getSettings'>) => Promise<DecimalMark | undefined> {
  const asked = args.text('decimal');
  const mark = DECIMAL_MARKS.find((one) => one === asked);
  if (asked !== undefined && mark === undefined)
    throw new UsageError(`--decimal takes ${DECIMAL_MARKS.join(' or ')}, not ${asked}.`);
  return async (api) => {
    if (mark !== undefined) return mark;
    const { settings } = await api.getSettings();
    return DECIMAL_MARKS.find((one) => one === settings.numbers) ?? localeMark(environment);
  };
}

/** What LC_ALL, LC_NUMERIC or LANG says (POSIX: the first that is set); undefined for none, C, POSIX or one that is unknown. */
export function localeMark({ LC_ALL, LC_NUMERIC, LANG }: Environment): DecimalMark | undefined {
  const locale = [LC_ALL, LC_NUMERIC, LANG].find((one) => one !== undefined && one !== '') ?? '';
  const tag = locale.replace(/[.@].*$/, '').replaceAll('_', '-');
  if (tag === '' || tag === 'C' || tag === 'POSIX' || !isLocale(tag)) return undefined;
  const parts = new Intl.NumberFormat(tag).formatToParts(1.5);
  const decimal = parts.find(({ type }) => type === 'decimal')?.value;
  return decimal === ',' ? 'comma' : 'point';
}

function isLocale(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    // No language tag at all.
    return false;
  }
}
