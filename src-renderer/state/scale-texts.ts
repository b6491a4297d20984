/** How what is shown is drawn, in words: for the status bar. */
import { sweepText } from '../trace/scale.ts';
import type { Review } from './review.svelte.ts';

/** Sweep and gain; nothing where it is not to scale. */
export function scaleTexts({ reading, display, numbers, viewport }: Review): readonly string[] {
  if (reading.view === 'disclosure' || reading.view === 'aligned') return ['not to scale'];
  const gains =
    reading.view === 'twelve'
      ? `${numbers.plain(reading.twelveGain)} mm/mV`
      : display.ecgGain === display.iegmGain
        ? `${numbers.plain(display.ecgGain)} mm/mV`
        : `ECG ${numbers.plain(display.ecgGain)} · IEGM ${numbers.plain(display.iegmGain)} mm/mV`;
  const own = reading.view !== 'twelve' && display.ownGains.size > 0 ? ' · own gains' : '';
  if (reading.view === 'average') return [`${gains}${own}`];
  const sweep =
    reading.pageSpan === undefined ? sweepText(viewport.sweep, numbers.mark) : `${reading.speed} mm/s`;
  return [sweep, `${gains}${own}`];
}

/** Display filters: full disclosure and averages have none. */
export function filterText({ reading, filters, viewport, numbers }: Review): string {
  if (reading.view === 'disclosure' || reading.view === 'average') return 'unfiltered';
  return filters.text((reading.pageSpan ?? viewport.span) / viewport.samplingFrequency, numbers.mark);
}
