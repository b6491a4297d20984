/**
 * Which family each beat belongs to, as a text of runs over beats in order of their ids: some bytes for each change of family
 * instead of a number for each beat. `gap-family*count`, in base 36; a gap of 0 and a count of 1 are left out.
 */
const BASE = 36;

/** @param families ids of each family's members, in any order; no id twice */
export function packFamilies(families: readonly (readonly number[])[]): string {
  const beats = families.flatMap((ids, family) => ids.map((id) => ({ id, family })));
  beats.sort((a, b) => a.id - b.id);
  const runs: string[] = [];
  let next = 0;
  for (let first = 0; first < beats.length;) {
    const { id, family } = beats[first];
    let end = first + 1;
    while (end < beats.length && beats[end].family === family && beats[end].id === id + end - first) end++;
    const count = end - first;
    const gap = id === next ? '' : `${(id - next).toString(BASE)}-`;
    runs.push(`${gap}${family.toString(BASE)}${count === 1 ? '' : `*${count.toString(BASE)}`}`);
    next = id + count;
    first = end;
  }
  return runs.join(' ');
}

/** @returns ids of each family's members, ascending; @throws SyntaxError for a text that `packFamilies` did not write */
export function unpackFamilies(text: string): number[][] {
  const families: number[][] = [];
  let next = 0;
  for (const run of text === '' ? [] : text.split(' ')) {
    const parts = /^(?:([0-9a-z]+)-)?([0-9a-z]+)(?:\*([0-9a-z]+))?$/.exec(run);
    if (!parts) throw new SyntaxError(`${run} is no run of a family.`);
    const [gap, family, count] = [parts[1] ?? '0', parts[2], parts[3] ?? '1'].map((part) =>
      parseInt(part, BASE),
    );
    next += gap;
    const members = (families[family] ??= []);
    for (let k = 0; k < count; k++) members.push(next++);
  }
  return Array.from(families, (members) => members ?? []).filter((members) => members.length > 0);
}
