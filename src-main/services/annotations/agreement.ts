/** Share of beats with the same class, of all beats of both sets; 1 where there is none at all. */
export function agreementOf(confusion: readonly (readonly number[])[], unmatched: number): number {
  const total = totalOf(confusion) + unmatched;
  return total === 0 ? 1 : diagonalOf(confusion) / total;
}

/**
 * Cohen's kappa over matched beats (Cohen 1960, Educ Psychol Meas 20:37): (observed - expected) / (1 - expected).
 * 1 where both sets know one class alone and agree on it.
 */
export function kappaOf(confusion: readonly (readonly number[])[]): number {
  const total = totalOf(confusion);
  if (total === 0) return 0;
  const observed = diagonalOf(confusion) / total;
  const expected = confusion.reduce((sum, row, i) => {
    const rowTotal = row.reduce((a, b) => a + b, 0);
    const columnTotal = confusion.reduce((a, other) => a + other[i], 0);
    return sum + (rowTotal * columnTotal) / total ** 2;
  }, 0);
  return expected === 1 ? 1 : (observed - expected) / (1 - expected);
}

function totalOf(confusion: readonly (readonly number[])[]): number {
  return confusion.flat().reduce((sum, count) => sum + count, 0);
}

function diagonalOf(confusion: readonly (readonly number[])[]): number {
  return confusion.reduce((sum, row, i) => sum + row[i], 0);
}
