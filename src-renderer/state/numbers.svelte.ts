/* eslint-disable svelte/prefer-svelte-reactivity -- formats are made once and kept: no state */
/** Numbers as the reader's locale writes them, on the screen and on paper; what is exported keeps its points. */
import { z } from 'zod';
import type { DecimalMark } from '../../src-main/domain/decimal-mark.ts';
import { timeText } from '../trace/time-text.ts';
import type { Settings } from './settings.svelte.ts';

export const NUMBER_CHOICES = ['system', 'comma', 'point'] as const;
export type NumberChoice = (typeof NUMBER_CHOICES)[number];
const choice = z.enum(NUMBER_CHOICES);

/** A locale of each decimal mark; undefined is the system's own. */
const LOCALES: Readonly<Record<NumberChoice, string | undefined>> = {
  system: undefined,
  comma: 'de',
  point: 'en',
};

export class Numbers {
  #settings: Pick<Settings, 'get' | 'put'>;
  #system: string | undefined;

  /** @param system locale that `system` stands for; by default the browser's */
  constructor(settings: Pick<Settings, 'get' | 'put'>, system?: string) {
    this.#settings = settings;
    this.#system = system;
  }

  get choice(): NumberChoice {
    return this.#settings.get('numbers', choice, 'system');
  }
  set choice(value: NumberChoice) {
    this.#settings.put('numbers', value);
  }

  get #locale(): string | undefined {
    return LOCALES[this.choice] ?? this.#system;
  }

  /** Between whole and part of a number. */
  get mark(): string {
    return this.decimal(0.5, 1).slice(1, 2);
  }

  /** The same for what the main side writes on paper. */
  get decimalMark(): DecimalMark {
    return this.mark === ',' ? 'comma' : 'point';
  }

  /** With exactly so many digits, without grouping: `0,318`. */
  decimal(value: number, digits = 0): string {
    return formatOf(this.#locale, digits, digits, false).format(value);
  }

  /** A scale as it stands, up to three digits: `12,5`. */
  plain(value: number): string {
    return formatOf(this.#locale, 0, 3, false).format(value);
  }

  /** Grouped: `20.000`. */
  count(value: number): string {
    return formatOf(this.#locale, 0, 0, true).format(value);
  }

  /** `4,8 MB`, `503 MB`, `1,25 GB`. */
  bytes(value: number): string {
    const [part, unit] = value < 1e9 ? [value / 1e6, 'MB'] : [value / 1e9, 'GB'];
    return `${this.decimal(part, part < 10 ? 2 : part < 100 ? 1 : 0)} ${unit}`;
  }

  /** `0:43,210`. */
  time(seconds: number, digits = 3): string {
    return timeText(seconds, digits, this.mark);
  }
}

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(locale: string | undefined, least: number, most: number, useGrouping: boolean) {
  const key = `${locale} ${least} ${most} ${useGrouping}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      minimumFractionDigits: least,
      maximumFractionDigits: most,
      useGrouping,
      numberingSystem: 'latn',
    });
    formats.set(key, format);
  }
  return format;
}
