/** The label schema: which classes there are, which are retired, and the next version as it is being made. */
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { LabelClass, LabelSchema, SchemaChange } from '../../src-main/api/contract/label-schema.ts';
import { adoptBeatClasses, BEAT_CLASSES, beatClassByCode } from '../../src-main/domain/beat-class.ts';
import { faultOf } from './told.ts';

export type { LabelClass, SchemaChange };

export class LabelSchemaState {
  #api: Pick<ApiClient, 'getLabelSchema' | 'changeLabelSchema'>;
  schema = $state.raw<LabelSchema | undefined>();
  /** What the next version will change; nothing is kept before it is made. */
  changes = $state.raw<readonly SchemaChange[]>([]);
  fault = $state<string | undefined>();
  notice = $state<string | undefined>();

  constructor(api: Pick<ApiClient, 'getLabelSchema' | 'changeLabelSchema'>) {
    this.#api = api;
  }

  /** Classes that labels may be given. */
  usable = $derived.by(() => {
    const retired = this.schema?.classes.filter((one) => one.retired === true).map(({ code }) => code) ?? [];
    return BEAT_CLASSES.filter(({ code }) => !retired.includes(code));
  });

  /** Keys of the classes that the library added. */
  keys: Readonly<Record<string, string>> = $derived.by(() =>
    Object.fromEntries(
      (this.schema?.classes ?? []).flatMap(({ code, key, base }) =>
        base !== undefined && key !== undefined ? [[code, key]] : [],
      ),
    ),
  );

  /** Why a class is not given any more; undefined where it is. */
  retiredBecause(code: string): string | undefined {
    const found = this.schema?.classes.find((one) => one.code === code);
    if (found?.retired !== true) return undefined;
    return `${code} is retired from the label schema${found.replacedBy ? `: use ${found.replacedBy}` : ''}`;
  }

  load(): Promise<boolean> {
    return this.#told(async () => this.#take(await this.#api.getLabelSchema()));
  }

  plan(change: SchemaChange): void {
    this.changes = [...this.changes, change];
  }

  drop(index: number): void {
    this.changes = this.changes.filter((_, at) => at !== index);
  }

  make(note: string): Promise<boolean> {
    const from = this.schema?.version ?? 1;
    return this.#told(async () => {
      this.#take(await this.#api.changeLabelSchema({ body: { from, changes: [...this.changes], note } }));
      this.changes = [];
      this.notice = `Version ${this.schema?.version} is in use for new sets; those that are there keep theirs.`;
    });
  }

  #take(schema: LabelSchema): void {
    adoptBeatClasses(
      schema.classes.flatMap(({ code, symbol, aux, meaning, base = code }) => {
        const refines = beatClassByCode(base);
        return refines ? [{ ...refines, code, symbol, aux, meaning }] : [];
      }),
    );
    this.schema = schema;
  }

  async #told(act: () => Promise<void>): Promise<boolean> {
    try {
      this.notice = undefined;
      await act();
      this.fault = undefined;
      return true;
    } catch (error) {
      this.fault = faultOf(error);
      return false;
    }
  }
}

/** A change in words, before it is made. */
export function changeText(change: SchemaChange): string {
  switch (change.kind) {
    case 'add':
      return `add ${change.code}, a kind of ${change.base}${change.key ? `, on ${change.key}` : ''}: ${change.meaning}`;
    case 'rename':
      return `${change.code}${change.to && change.to !== change.code ? ` becomes ${change.to}` : ''}: ${change.meaning}`;
    case 'retire':
      return `retire ${change.code}${change.replacedBy ? `, use ${change.replacedBy}` : ''}`;
    case 'restore':
      return `${change.code} in use again`;
  }
}
