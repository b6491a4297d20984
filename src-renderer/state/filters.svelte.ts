/** Display filters: the reader's own, independent of the model's. Computed by the main side over each window. */
import { z } from 'zod';
import { FILTERED_WINDOW_SECONDS } from '../../src-main/api/contract/records.ts';

/** Bands in Hz; undefined is full bandwidth. */
export const ECG_BANDS = [undefined, '0.05-150', '0.5-40', '0.5-100', '5-40'] as const;
export const IEGM_BANDS = [undefined, '30-250', '2-100', '30-500', '80-300'] as const;
export const NOTCHES = [undefined, 50, 60] as const;

export const filterSetting = z.object({
  on: z.boolean(),
  ecgBand: z.string().optional(),
  iegmBand: z.string().optional(),
  notch: z.number().optional(),
});
export type FilterSetting = z.infer<typeof filterSetting>;

/** Electrograms 30-250 Hz, surface leads at full bandwidth. */
export const FILTERS_AT_START: FilterSetting = { on: true, iegmBand: '30-250' };

export class Filters {
  on = $state(true);
  ecgBand = $state<string | undefined>();
  iegmBand = $state<string | undefined>('30-250');
  notch = $state<number | undefined>();

  restore(setting: FilterSetting): void {
    this.on = setting.on;
    this.ecgBand = setting.ecgBand;
    this.iegmBand = setting.iegmBand;
    this.notch = setting.notch;
  }

  get setting(): FilterSetting {
    return { on: this.on, ecgBand: this.ecgBand, iegmBand: this.iegmBand, notch: this.notch };
  }

  /** What window requests say; nothing where the view is too wide for filters to be computed. */
  query(spanSeconds: number): { ecgBand?: string; iegmBand?: string; notch?: number } {
    if (!this.on || spanSeconds > FILTERED_WINDOW_SECONDS) return {};
    const { ecgBand, iegmBand, notch } = this;
    return {
      ...(ecgBand === undefined ? {} : { ecgBand }),
      ...(iegmBand === undefined ? {} : { iegmBand }),
      ...(notch === undefined ? {} : { notch }),
    };
  }

  /** As the status bar writes it. */
  text(spanSeconds: number, mark = '.'): string {
    const bands = [this.ecgBand, this.iegmBand]
      .map((band) => bandText(this.on ? band : undefined).replaceAll('.', mark))
      .join(' / ');
    const notch = this.on && this.notch !== undefined ? ` · ${this.notch} Hz notch` : '';
    if (!this.on) return 'unfiltered';
    if (spanSeconds > FILTERED_WINDOW_SECONDS)
      return `unfiltered: filters act on up to ${FILTERED_WINDOW_SECONDS} s`;
    return `${bands}${notch}`;
  }
}

export function bandText(band: string | undefined): string {
  return band === undefined ? 'full' : `${band} Hz`;
}
