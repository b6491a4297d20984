/** Families as the stand-in has them: a class each, or as a reader put them together. */
import type { Families } from '../../src-main/api/contract/families.ts';
import { isBeat } from '../../src-main/domain/annotation.ts';
import { beatClassOf } from '../../src-main/domain/beat-class.ts';
import { HUMAN } from './stand-in-study.ts';

export function familiesOf(
  rows: readonly { id: number; symbol: string; aux: string }[],
  revision: number,
  groups?: readonly (readonly number[])[],
): Families {
  const byCode = new Map<string, number[]>();
  const codes = new Map<number, string>();
  for (const row of rows) {
    const code = isBeat(row) ? beatClassOf(row)?.code : undefined;
    if (code === undefined) continue;
    codes.set(row.id, code);
    const members = byCode.get(code);
    if (members) members.push(row.id);
    else byCode.set(code, [row.id]);
  }
  const template = (width: number) => [
    Array.from({ length: 64 }, (_, k) => Math.exp(-(((k - 24) / width) ** 2))),
  ];
  return {
    setId: HUMAN,
    revision,
    channels: [{ channelIndex: 1, name: 'II' }],
    firstMs: -150,
    stepMs: 6,
    families: (groups ?? [...byCode.values()])
      .map((members) => ({
        size: members.length,
        classes: countsOf(members.map((id) => codes.get(id)!)),
        members: [...members],
        correlation: members.map(() => 1),
        template: template(3 + ([...byCode.keys()].indexOf(codes.get(members[0])!) % 5)),
      }))
      .sort((a, b) => b.size - a.size),
  };
}

function countsOf(codes: readonly string[]): { code: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count);
}
