/** Lines of a Markdown table that reads well as plain text, too: columns of equal width, all but the first to the right. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((name, column) =>
    Math.max(3, ...[name, ...rows.map((row) => row[column])].map(lengthOf)),
  );
  const padding = (cell: string, column: number): string => ' '.repeat(widths[column] - lengthOf(cell));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, k) => (k === 0 ? cell + padding(cell, k) : padding(cell, k) + cell)).join(' | ')} |`;
  const rule = widths.map((width, k) => (k === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), line(rule), ...rows.map(line)];
}

const lengthOf = (cell: string): number => [...cell].length;
