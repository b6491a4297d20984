import type { Annotation } from './annotation.ts';

/** WFDB marks notes about a file as `##`; programs that do not know this one show a note at the beginning. */
const NOTE = '"';
const MADE_BY = '## made by machine: ';

/** The annotations of a machine's set as they leave the library: a note at the beginning says who made them. */
export function withMachineNote(annotations: readonly Annotation[], name: string): Annotation[] {
  return [{ sampleIndex: 0, symbol: NOTE, aux: MADE_BY + name }, ...annotations];
}

/** Takes that note away. `madeBy` is undefined where there is none: a person's set, or another program's. */
export function withoutMachineNote(annotations: readonly Annotation[]): {
  readonly madeBy: string | undefined;
  readonly annotations: readonly Annotation[];
} {
  const at = annotations.findIndex(({ symbol, aux }) => symbol === NOTE && aux?.startsWith(MADE_BY) === true);
  if (at < 0 || annotations[at].sampleIndex !== 0) return { madeBy: undefined, annotations };
  const madeBy = annotations[at].aux!.slice(MADE_BY.length);
  return { madeBy, annotations: annotations.filter((_, index) => index !== at) };
}
