/** Which fields of an input name a set is known for all of the contract, and they are found wherever they stand. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ENDPOINTS } from '../../src-main/api/contract/index.ts';
import { SET_FIELDS, setIdsIn } from '../../src-main/api/routes/reading-guard.ts';

interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** Names of all fields whose values are whole numbers or lists of them. */
function numberFields(schema: JsonSchema, into: Set<string>): void {
  for (const [name, part] of Object.entries(schema.properties ?? {})) {
    const value = part.items ?? part;
    if (value.type === 'integer' || value.type === 'number') into.add(name);
    numberFields(part, into);
  }
  for (const part of [schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])])
    if (part) numberFields(part, into);
}

describe('the guard of blind readings', () => {
  it('knows every field of an input that names a set', () => {
    const fields = new Set<string>();
    for (const { params, query, body } of Object.values(ENDPOINTS))
      for (const schema of [params, query, body])
        if (schema !== 'bytes')
          numberFields(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema, fields);
    const named = [...fields].filter((name) => /(^set|Set)s?(Ids?)?$/.test(name) || name === 'copyOf');
    expect(named).toContain('setId');
    expect(named.filter((name) => !SET_FIELDS.has(name))).toEqual([]);
  });

  it('finds them in lists, in objects of lists, and however deep', () => {
    const deep = { a: { b: { c: { d: { e: { setId: 9 } } } } } };
    const body = {
      setIds: [3, 4],
      strips: [{ setId: 5 }, { labels: { machineSetId: 6 } }],
      copyOf: 7,
      readings: [[{ otherSetId: 8 }]],
      deep,
      name: 'setId',
      limit: 10,
    };
    const found = setIdsIn({ params: { setId: 1 }, query: { setId: undefined }, body });
    expect(found.toSorted((a, b) => a - b)).toEqual([1, 3, 4, 5, 6, 7, 8, 9]);
  });
});
