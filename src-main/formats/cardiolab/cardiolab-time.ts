/** `7/26/2024 10:02:58 AM` taken apart; which of the first two numbers is the month, the text does not say. */
export interface LocalTime {
  readonly first: number;
  readonly second: number;
  readonly year: number;
  /** `HH:MM:SS` of 24 hours. */
  readonly time: string;
}

export type DateOrder = 'month-first' | 'day-first';

export function parseLocalTime(text: string | undefined): LocalTime | undefined {
  const match = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s+(\d{1,2}):(\d\d):(\d\d)\s*(AM|PM)?$/i.exec(
    text?.trim() ?? '',
  );
  if (!match) return undefined;
  const [first, second, year, hours, minutes, seconds] = match.slice(1, 7).map(Number);
  const half = match[7]?.toUpperCase();
  const hour = half === undefined ? hours : (hours % 12) + (half === 'PM' ? 12 : 0);
  const possible =
    Math.max(first, second) <= 31 && Math.min(first, second) >= 1 && Math.min(first, second) <= 12;
  if (!possible || hour > 23 || minutes > 59 || seconds > 59) return undefined;
  const two = (value: number): string => String(value).padStart(2, '0');
  return { first, second, year, time: `${two(hour)}:${two(minutes)}:${two(seconds)}` };
}

/** What order all the dates of one file have; undefined where none of them tells. */
export function dateOrderOf(times: readonly (LocalTime | undefined)[]): DateOrder | undefined {
  if (times.some((time) => time && time.first > 12)) return 'day-first';
  if (times.some((time) => time && time.second > 12)) return 'month-first';
  return undefined;
}

/** `2024-07-26T10:02:58.000`. */
export function isoOf({ first, second, year, time }: LocalTime, order: DateOrder): string {
  const [month, day] = order === 'month-first' ? [first, second] : [second, first];
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}T${time}.000`;
}
