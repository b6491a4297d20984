/* eslint-disable svelte/prefer-svelte-reactivity -- sets and maps are replaced as a whole ($state.raw) or are no state at all */
/** The user's settings, kept by the main side. Values are checked by whoever reads them; writing is delayed a little. */
import type { z } from 'zod';
import type { SETTING_KEYS } from '../../src-main/api/contract/application.ts';
import type { ApiClient } from '../../src-main/api/contract/client.ts';

export type SettingKey = (typeof SETTING_KEYS)[number];
type SettingsApi = Pick<ApiClient, 'getSettings' | 'putSetting'>;

export class Settings {
  #api: SettingsApi;
  #values: Partial<Record<SettingKey, unknown>> = $state.raw({});
  #timers = new Map<SettingKey, ReturnType<typeof setTimeout>>();
  /** The last write of each key: the next waits for it, so that the last value stays. */
  #writes = new Map<SettingKey, Promise<void>>();
  #delay: number;
  loaded = $state(false);
  /** Why the last write failed. */
  fault = $state<string | undefined>();

  constructor(api: SettingsApi, delay = 300) {
    this.#api = api;
    this.#delay = delay;
  }

  async load(): Promise<void> {
    const { settings } = await this.#api.getSettings();
    this.#values = settings;
    this.loaded = true;
  }

  /** The kept value where it fits the schema, else the fallback. */
  get<T>(key: SettingKey, schema: z.ZodType<T>, fallback: T): T {
    const parsed = schema.safeParse(this.#values[key]);
    return parsed.success ? parsed.data : fallback;
  }

  put(key: SettingKey, value: unknown): void {
    this.#values = { ...this.#values, [key]: value };
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => void this.#write(key), this.#delay),
    );
  }

  /** Writes what is waiting, and waits for what is on its way. */
  async flush(): Promise<void> {
    for (const [key, timer] of this.#timers) {
      clearTimeout(timer);
      void this.#write(key);
    }
    await Promise.all(this.#writes.values());
  }

  #write(key: SettingKey): Promise<void> {
    this.#timers.delete(key);
    const write = (this.#writes.get(key) ?? Promise.resolve()).then(() => this.#send(key));
    this.#writes.set(key, write);
    return write;
  }

  async #send(key: SettingKey): Promise<void> {
    try {
      await this.#api.putSetting({ params: { key }, body: { value: this.#values[key] } });
      this.fault = undefined;
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
    }
  }
}
