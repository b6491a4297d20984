/** `9:30`, `31:25.894`, `09:30:00.25` (hours may be left out where minutes and seconds are given) -> `09:30:00.250`. */
export function parseBaseTime(text: string | undefined): string | undefined {
  const match = /^(?:(\d{1,2}):)?(\d{1,2}):(\d{1,2})(?:\.(\d+))?$/.exec(text ?? '');
  if (!match) return undefined;
  const [hours, minutes, seconds] = [match[1] ?? '0', match[2], match[3]].map(Number);
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(hours)}:${two(minutes)}:${two(seconds)}.${(match[4] ?? '').padEnd(3, '0').slice(0, 3)}`;
}

/** header(5): `DD/MM/YYYY` -> `YYYY-MM-DD`; undefined for what is no date. */
export function parseBaseDate(text: string | undefined): string | undefined {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text ?? '');
  if (!match) return undefined;
  const [day, month] = [Number(match[1]), Number(match[2])];
  if (day < 1 || day > 31 || month < 1 || month > 12) return undefined;
  return `${match[3]}-${match[2].padStart(2, '0')}-${match[1].padStart(2, '0')}`;
}

/** Milliseconds of `HH:MM:SS.sss`. */
export function millisecondsOfDay(baseTime: string): number {
  const [hours, minutes, seconds] = baseTime.split(':').map(Number);
  return Math.round((hours * 3600 + minutes * 60 + seconds) * 1000);
}
