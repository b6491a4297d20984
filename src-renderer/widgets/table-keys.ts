/** A column of a data table; `width` as CSS grid takes it. */
export interface Column {
  readonly key: string;
  readonly title: string;
  readonly width: string;
  readonly number?: boolean;
  readonly sorts?: boolean;
}

export interface Sorting {
  readonly key: string;
  readonly down: boolean;
}

/** Where a key leads in a table; undefined for a key that leads nowhere, -1 before the first row. */
export function nextRow(key: string, current: number, count: number, page: number): number | undefined {
  const within = (row: number): number => Math.max(0, Math.min(count - 1, row));
  if (count === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return within(current + 1);
    case 'ArrowUp':
      return within(current - 1);
    case 'PageDown':
      return within(current + page);
    case 'PageUp':
      return within(current - page);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** The same column again turns the order round. */
export function sortBy(sorting: Sorting, key: string): Sorting {
  return { key, down: sorting.key === key ? !sorting.down : false };
}
