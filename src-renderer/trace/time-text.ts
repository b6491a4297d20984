/** Times as `m:ss.mmm`, and what a reader types as a time. */

/** `0:43.210`, `152:07.004`; `digits` of milliseconds 0 to 3. @param mark between seconds and their part */
export function timeText(seconds: number, digits = 3, mark = '.'): string {
  const sign = seconds < 0 ? '-' : '';
  const unit = 10 ** digits;
  const total = Math.round(Math.abs(seconds) * unit);
  const minutes = Math.floor(total / (60 * unit));
  const rest = (total - minutes * 60 * unit) / unit;
  const whole = digits > 0 ? 3 + digits : 2;
  return `${sign}${minutes}:${rest.toFixed(digits).padStart(whole, '0').replace('.', mark)}`;
}

export function axisLabel(seconds: number, step: number, mark = '.'): string {
  return timeText(seconds, step >= 1 ? 0 : step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3, mark);
}

/** `1:23.4`, `1:02:03`, `83.4`, `83,4 s`: seconds; `#1200`: a sample index is not a time and gives undefined here. */
export function parseTime(text: string): number | undefined {
  const cleaned = text.trim().replace(',', '.').replace(/\s*s$/, '');
  if (!/^(\d+:){0,2}\d+(\.\d*)?$/.test(cleaned)) return undefined;
  return cleaned.split(':').reduce((total, part) => total * 60 + Number(part), 0);
}
