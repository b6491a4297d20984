/** Mouse, pen, touch and wheel over the traces: pan by drag and wheel, zoom by Ctrl and wheel or pinch, select by click. */
import { nearestTo } from '../beats/beat-series.ts';
import { nearestOf, nextOf } from '../beats/beat-union.ts';
import type { QualityChannel, Stretch } from '../state/editing.svelte.ts';
import type { Review } from '../state/review.svelte.ts';
import { LANES, LANES_HEIGHT } from '../trace/lanes.ts';

/** CSS pixels that a press may wander and still be a click. */
const CLICK = 4;
/** CSS pixels a line of a wheel that counts lines. */
const LINE = 24;

interface Drag {
  readonly pointer: number;
  readonly startX: number;
  lastX: number;
  moved: boolean;
  readonly kind: 'pan' | 'range' | 'beat' | 'rhythm' | 'quality';
  readonly beatId?: number;
  /** Of a quality; undefined: all. */
  readonly channel?: QualityChannel;
}

export class TracePointer {
  #host: HTMLElement;
  #review: Review;
  #scroll: (pixels: number) => boolean;
  #drag: Drag | undefined;
  #abort = new AbortController();

  constructor(host: HTMLElement, review: Review, scroll: (pixels: number) => boolean) {
    this.#host = host;
    this.#review = review;
    this.#scroll = scroll;
    const { signal } = this.#abort;
    host.addEventListener('wheel', (event) => this.#wheel(event), { signal, passive: false });
    host.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    host.addEventListener('pointermove', (event) => this.#move(event), { signal });
    host.addEventListener('pointerup', (event) => this.#up(event), { signal });
    host.addEventListener('pointercancel', () => this.#cancel(), { signal });
    host.addEventListener('pointerleave', () => this.#leave(), { signal });
  }

  destroy(): void {
    this.#abort.abort();
  }

  #x(event: MouseEvent): number {
    return event.clientX - this.#host.getBoundingClientRect().left;
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? LINE : event.deltaMode === 2 ? this.#review.viewport.width : 1;
    const { viewport } = this.#review;
    if (event.ctrlKey || event.metaKey) {
      viewport.zoomAt(this.#x(event), Math.exp(event.deltaY * unit * 0.002));
    } else if (event.shiftKey && event.deltaX === 0) {
      if (!this.#scroll(event.deltaY * unit)) viewport.panPixels(event.deltaY * unit);
    } else {
      viewport.panPixels(
        (Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY) * unit,
      );
    }
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    if ((event.target as HTMLElement).closest('[data-caliper], [data-grip]')) return;
    this.#host.setPointerCapture(event.pointerId);
    const x = this.#x(event);
    const y = event.clientY - this.#host.getBoundingClientRect().top;
    const beatId = event.altKey ? this.#humanBeatAt(x, y) : undefined;
    const kind = beatId !== undefined ? 'beat' : kindOf(event, y);
    const channel = kind === 'quality' && y > LANES_HEIGHT ? this.#channelAt(event.clientY) : undefined;
    this.#drag = { pointer: event.pointerId, startX: x, lastX: x, moved: false, kind, beatId, channel };
  }

  #cancel(): void {
    this.#drag = undefined;
    this.#review.editing.stretch = undefined;
  }

  #move(event: PointerEvent): void {
    const { viewport } = this.#review;
    const x = this.#x(event);
    const drag = this.#drag;
    if (!drag || drag.pointer !== event.pointerId) {
      viewport.cursor = viewport.sampleAt(x);
      return;
    }
    if (Math.abs(x - drag.startX) > CLICK) drag.moved = true;
    if (!drag.moved) return;
    if (drag.kind === 'pan') viewport.panPixels(drag.lastX - x);
    else {
      viewport.cursor = viewport.sampleAt(x);
      if (drag.kind === 'range') this.#selectBetween(drag.startX, x);
      if (drag.kind === 'rhythm' || drag.kind === 'quality')
        this.#review.editing.stretch = this.#stretchOf(drag, drag.kind, x);
    }
    drag.lastX = x;
  }

  #up(event: PointerEvent): void {
    const drag = this.#drag;
    this.#drag = undefined;
    if (!drag) return;
    const x = this.#x(event);
    if (drag.moved) {
      if (drag.kind === 'beat')
        void this.#review.editing.move(drag.beatId!, this.#review.viewport.sampleAt(x));
      if (drag.kind === 'rhythm' || drag.kind === 'quality')
        this.#review.editing.finish(this.#stretchOf(drag, drag.kind, x));
      return;
    }
    this.#click(event, x);
  }

  #click(event: PointerEvent, x: number): void {
    const { viewport, calipers, annotations, selection } = this.#review;
    const at = viewport.sampleAt(x);
    viewport.cursor = at;
    if (calipers.open) {
      calipers.finish(event.altKey ? at : this.#review.snap(at), event.altKey);
      return;
    }
    const row = nearestOf(annotations.union.sampleIndex, annotations.union.count, at);
    const near =
      row >= 0 && Math.abs(annotations.union.sampleIndex[row] - at) / viewport.samplesPerPixel < 14;
    const y = event.clientY - this.#host.getBoundingClientRect().top;
    if (!near) {
      if (!event.shiftKey && !event.ctrlKey) selection.clear();
    } else if (event.shiftKey) selection.extendTo(row);
    else if (event.ctrlKey || event.metaKey) selection.toggleRow(row);
    else selection.selectRow(row);
    if (y > LANES_HEIGHT) this.#chooseChannel(y);
  }

  #stretchOf({ startX, channel }: Drag, kind: Stretch['kind'], x: number): Stretch {
    const { viewport } = this.#review;
    return { kind, from: viewport.sampleAt(startX), to: viewport.sampleAt(x), channel };
  }

  #chooseChannel(y: number): void {
    const index = this.#rowAt(this.#host.getBoundingClientRect().top + y);
    if (index >= 0) this.#review.display.current = index;
  }

  #channelAt(clientY: number): QualityChannel | undefined {
    const row = this.#review.display.shown[this.#rowAt(clientY)];
    return row && { name: row.name, channelIndex: row.channelIndex };
  }

  /** Position of the channel at a height of the window, -1 where there is none. */
  #rowAt(clientY: number): number {
    const rows = this.#host.parentElement?.querySelectorAll<HTMLElement>('[data-row]') ?? [];
    return [...rows].findIndex((element) => {
      const box = element.getBoundingClientRect();
      return clientY >= box.top && clientY < box.bottom;
    });
  }

  #leave(): void {
    if (!this.#drag) this.#review.viewport.cursor = undefined;
  }

  #selectBetween(a: number, b: number): void {
    const { viewport, annotations, selection } = this.#review;
    const from = viewport.sampleAt(Math.min(a, b));
    const to = viewport.sampleAt(Math.max(a, b));
    const { union } = annotations;
    const first = nextOf(union.sampleIndex, union.count, from);
    const end = nextOf(union.sampleIndex, union.count, to);
    if (end > first) selection.selectRange(first, end);
    else selection.clear();
  }

  #humanBeatAt(x: number, y: number): number | undefined {
    const { annotations, viewport } = this.#review;
    const { human } = annotations;
    if (!human || y > LANES.human.top + LANES.human.height) return undefined;
    const h = nearestTo(human, viewport.sampleAt(x));
    if (h < 0 || Math.abs(viewport.pixelOf(human.sampleIndex[h]) - x) > 12) return undefined;
    return human.id[h];
  }
}

/** In the rhythm lane a drag spans a rhythm, with Ctrl a stretch of poor signal, with Shift beats; else it pans. */
function kindOf({ shiftKey, ctrlKey, metaKey }: PointerEvent, y: number): Drag['kind'] {
  if (ctrlKey || metaKey) return 'quality';
  if (shiftKey) return 'range';
  return y < LANES.rhythm.top + LANES.rhythm.height ? 'rhythm' : 'pan';
}
