/** Numbers as they stand on paper: with the mark that the reader writes decimals with. What is taken out as data keeps its point. */
export const DECIMAL_MARKS = ['point', 'comma'] as const;
export type DecimalMark = (typeof DECIMAL_MARKS)[number];

/** A text whose numbers have points, as the reader writes them: `0.5-40` -> `0,5-40`. Only points between digits are marks. */
export function marked(text: string, mark: DecimalMark): string {
  return mark === 'comma' ? text.replace(/(\d)\.(\d)/g, '$1,$2').replace(/(^|-)\.(\d)/g, '$1,$2') : text;
}

/** With exactly so many digits, without grouping: `0,318`. */
export function decimalText(value: number, digits: number, mark: DecimalMark): string {
  return marked(value.toFixed(digits), mark);
}

/** As it stands, up to three digits: `12,5`. */
export function plainText(value: number, mark: DecimalMark): string {
  return marked(String(Number(value.toFixed(3))), mark);
}
