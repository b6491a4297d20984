/** MIT annotation codes 0-41 and their mnemonics (WFDB's ecgcodes.h and ecgmap.h); 15 and 17 have none. */
const MNEMONICS = [
  ...[' ', 'N', 'L', 'R', 'a', 'V', 'F', 'J', 'A', 'S', 'E', 'j', '/', 'Q', '~', ''],
  ...['|', '', 's', 'T', '*', 'D', '"', '=', 'p', 'B', '^', 't', '+', 'u', '?', '!'],
  ...['[', ']', 'e', 'n', '@', 'x', 'f', '(', ')', 'r'],
];

/** The highest code an annotation may have (ecgcodes.h, ACMAX). */
export const MAX_CODE = 49;
export const NOTE_CODE = 22;

/** Words whose code is above `MAX_CODE` are not annotations (annot(5)); 50-58 are not defined. */
export const SKIP = 59;
export const NUM = 60;
export const SUB = 61;
export const CHN = 62;
export const AUX = 63;

/** A code that a file defines for itself: `42 X Tachycardias`. */
export interface AnnotationDefinition {
  readonly code: number;
  readonly symbol: string;
  readonly description: string;
}

/** Leipzig's own codes, used when a symbol of theirs is written and the caller defines none. */
export const LEIPZIG_DEFINITIONS: readonly AnnotationDefinition[] = [
  { code: 42, symbol: 'X', description: 'Tachycardias' },
  { code: 43, symbol: 'b', description: 'AV-Block' },
];

/** Mnemonic of each code 0-49 under a file's definitions; one without a mnemonic is `[n]`, as rdann shows it. */
export function symbolTable(definitions: readonly AnnotationDefinition[] = []): string[] {
  const table = Array.from({ length: MAX_CODE + 1 }, (_, code) => MNEMONICS[code] || `[${code}]`);
  for (const { code, symbol } of definitions) table[code] = symbol;
  return table;
}

/** Code of each mnemonic under a file's definitions. */
export function codeTable(definitions: readonly AnnotationDefinition[] = []): Map<string, number> {
  const codes = new Map<string, number>();
  symbolTable().forEach((symbol, code) => codes.set(symbol, code));
  for (const { code, symbol } of definitions) codes.set(symbol, code);
  return codes;
}
