import type { Review } from '../state/review.svelte.ts';
import { WindowSource } from '../trace/window-source.ts';

/** A source of the open record's windows. */
export function sourceOf(review: Review): WindowSource {
  return new WindowSource((request, abortSignal) => {
    const { channels, ...query } = request;
    return review.api.getWindow({
      params: { recordId: review.record.id },
      query: { ...query, channels: channels.join(',') },
      abortSignal,
    });
  }, review.record.samples);
}

/** Pixels that a wheel event stands for; a line is 24. */
export function wheelPixels(event: WheelEvent, page: number): number {
  const unit = event.deltaMode === 1 ? 24 : event.deltaMode === 2 ? page : 1;
  return (Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY) * unit;
}
