import { listSettings, readSetting, writeSetting } from '../store/settings.ts';
import type { ChannelAliases } from '../domain/lead.ts';
import type { Workstation } from './workstation.ts';

/** Those of the settings that are set; the values are JSON whose shape belongs to whoever reads them. */
export function readSettings<Key extends string>(
  { library }: Workstation,
  keys: readonly Key[],
): Partial<Record<Key, unknown>> {
  const all = listSettings(library.database);
  return Object.fromEntries(keys.flatMap((key) => (all.has(key) ? [[key, all.get(key)]] : []))) as Partial<
    Record<Key, unknown>
  >;
}

/** Of the list of studies not what was looked for in it: a window open during an erasure would write a name anew. */
export function keepSetting({ library }: Workstation, key: string, value: unknown): void {
  writeSetting(library.database, key, key === 'studyList' ? withoutSought(value) : value);
}

function withoutSought(value: unknown): unknown {
  const { key, down } = (value ?? {}) as { readonly key?: unknown; readonly down?: unknown };
  return { key, down };
}

/** Who edits are signed with: the `annotator` setting, else this machine's user. */
export function annotatorOf(database: Workstation['library']['database'], fallback: string): string {
  const value = readSetting(database, 'annotator');
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  const name = (value as { name?: unknown } | null | undefined)?.name;
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : fallback;
}

/** The site's table of channel names, original -> canonical; what is no text is left out. */
export function channelAliasesOf(database: Workstation['library']['database']): ChannelAliases {
  const value = readSetting(database, 'channelAliases');
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, name]) => typeof name === 'string'));
}
