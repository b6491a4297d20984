import { PurkinjeError } from '../../domain/errors.ts';

/** A class as a schema has it. */
export interface SchemaClass {
  /** Shown on the trace. Of the program's own classes it never changes: models and files name them by it. */
  readonly code: string;
  readonly symbol: string;
  readonly aux: string;
  readonly meaning: string;
  /** The program's class that an added one refines: what does not know the schema reads it so. */
  readonly base?: string;
  /** Key that labels, for an added class. */
  readonly key?: string;
  readonly retired?: boolean;
  /** What to use instead of a retired class. */
  readonly replacedBy?: string;
}

export type SchemaChange =
  | {
      readonly kind: 'add';
      readonly base: string;
      readonly code: string;
      readonly meaning: string;
      readonly key?: string;
    }
  | { readonly kind: 'rename'; readonly code: string; readonly to?: string; readonly meaning: string }
  | { readonly kind: 'retire'; readonly code: string; readonly replacedBy?: string }
  | { readonly kind: 'restore'; readonly code: string };

/**
 * The next version's classes. Marks (symbol and aux) of classes that were ever there stay, so that every old set is read as it was.
 * @throws InvalidInput naming the class
 */
export function applyChanges(
  classes: readonly SchemaClass[],
  changes: readonly SchemaChange[],
): SchemaClass[] {
  return changes.reduce<SchemaClass[]>((now, change) => applyChange(now, change), [...classes]);
}

function applyChange(classes: readonly SchemaClass[], change: SchemaChange): SchemaClass[] {
  if (change.kind === 'add') return [...classes, added(classes, change)];
  const old = find(classes, change.code);
  const replaced = (now: SchemaClass): SchemaClass[] => classes.map((one) => (one === old ? now : one));
  if (change.kind === 'restore') return replaced({ ...old, retired: undefined, replacedBy: undefined });
  if (change.kind === 'retire') {
    const { replacedBy } = change;
    if (replacedBy !== undefined && (replacedBy === old.code || find(classes, replacedBy).retired === true))
      throw refused(`${old.code} can't be replaced by ${replacedBy}: name a class that is in use.`);
    return replaced({ ...old, retired: true, replacedBy });
  }
  const { to = old.code, meaning } = change;
  if (to !== old.code && old.base === undefined)
    throw refused(`${old.code} is a class of the program: its meaning can be reworded, its code stays.`);
  if (to !== old.code) refuseTaken(classes, to);
  return replaced({ ...old, code: to, meaning }).map((one) =>
    one.replacedBy === old.code ? { ...one, replacedBy: to } : one,
  );
}

function added(
  classes: readonly SchemaClass[],
  { base, code, meaning, key }: SchemaChange & { kind: 'add' },
): SchemaClass {
  const refines = find(classes, base);
  if (refines.base !== undefined)
    throw refused(`${base} was added itself: a new class refines one of the program's.`);
  refuseTaken(classes, code);
  const taken = classes.find((one) => key !== undefined && one.key === key && one.retired !== true);
  if (taken) throw refused(`The key ${key} labels ${taken.code} already.`);
  const mark = { symbol: refines.symbol, aux: [refines.aux, code].filter(Boolean).join(':') };
  if (classes.some(({ symbol, aux }) => symbol === mark.symbol && aux === mark.aux))
    throw refused(`${code} was there before under another name: restore it instead.`);
  return { code, ...mark, meaning, base, key };
}

function refuseTaken(classes: readonly SchemaClass[], code: string): void {
  if (classes.some((one) => one.code.toLowerCase() === code.toLowerCase()))
    throw refused(`There is a class ${code} already.`);
}

function find(classes: readonly SchemaClass[], code: string): SchemaClass {
  const found = classes.find((one) => one.code === code);
  if (!found) throw refused(`There is no class ${code}.`);
  return found;
}

function refused(message: string): PurkinjeError {
  return new PurkinjeError('InvalidInput', message);
}

/** What became of the classes from one version to the next, a sentence each. */
export function differences(before: readonly SchemaClass[], after: readonly SchemaClass[]): string[] {
  const key = ({ symbol, aux }: SchemaClass): string => `${symbol} ${aux}`;
  const old = new Map(before.map((one) => [key(one), one]));
  return after.flatMap((one) => {
    const was = old.get(key(one));
    if (!was) return [`${one.code} added, a kind of ${one.base ?? '?'}: ${one.meaning}`];
    const sentences: string[] = [];
    if (was.code !== one.code) sentences.push(`${was.code} is now ${one.code}`);
    if (was.meaning !== one.meaning) sentences.push(`${one.code} now means ${one.meaning}`);
    if (one.retired === true && was.retired !== true)
      sentences.push(`${one.code} retired${one.replacedBy === undefined ? '' : `: use ${one.replacedBy}`}`);
    if (one.retired !== true && was.retired === true) sentences.push(`${one.code} in use again`);
    return sentences;
  });
}
