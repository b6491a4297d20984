/**
 * Days and times of day as they were written down: ISO order, in the zone they carry, never converted to the reader's.
 * A recording has a wall time without a zone; edits, signatures and jobs have one with it.
 */

/** `2026-03-01 09:30`. @param iso `2026-03-01T09:30:00.000`, with or without a zone */
export function dayAndTime(iso: string | undefined): string {
  return iso === undefined ? '' : iso.slice(0, 16).replace('T', ' ');
}

/** The whole of it, zone included: `2026-03-01 09:30:00.000+01:00`. */
export function fullTime(iso: string | undefined): string {
  return iso?.replace('T', ' ') ?? '';
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** `1 March 2026, 09:30`: cannot be read with day and month changed over. @param iso with a date and a time */
export function writtenOut(iso: string): string {
  const [year, month, day] = iso.slice(0, 10).split('-').map(Number);
  return `${day} ${MONTHS[month - 1]} ${year}, ${iso.slice(11, 16)}`;
}

/** `2026-03-01`. */
export function dayOf(iso: string | undefined): string {
  return iso?.slice(0, 10) ?? '';
}

/** The day that it is here: what a due date is compared with. */
export function localDay(now: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

const WALL = /^(?:(\d{4})-(\d\d)-(\d\d)T)?(\d\d):(\d\d):(\d\d)(?:\.(\d+))?/;
const DAY_MS = 86_400_000;

/**
 * The recording's own clock at a place of it: `09:30:43`, behind midnight `2026-03-02 00:00:43`.
 * @param startTime as recorded; undefined, or not to be read: undefined
 * @param seconds from the record's start
 */
export function wallTimeAt(startTime: string | undefined, seconds: number): string | undefined {
  const parts = WALL.exec(startTime ?? '');
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0));
  const fraction = Number(`0.${parts[7] ?? 0}`) * 1000;
  // Reckoned as if it were UTC, which knows no summer time: nothing is converted.
  const start = parts[1] === undefined ? 0 : Date.UTC(year, month - 1, day);
  const at = start + ((hour * 60 + minute) * 60 + second) * 1000 + fraction + seconds * 1000;
  const iso = new Date(Math.floor(at / 1000) * 1000).toISOString();
  const days = Math.floor(at / DAY_MS) - Math.floor(start / DAY_MS);
  const time = iso.slice(11, 19);
  if (days === 0) return time;
  return parts[1] === undefined ? `${time} +${days} d` : `${iso.slice(0, 10)} ${time}`;
}

/** `11:23:05`, of this machine's clock. */
export function clockTime(now: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(now);
}
