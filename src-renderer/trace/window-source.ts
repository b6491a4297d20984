/**
 * Trace windows in blocks of fixed length at power-of-two reductions, so that panning seldom fetches and keys repeat.
 * Who holds it: the trace view, one for an open record. Blocks are kept until memory is full, least used first.
 */
import { decodeWindow, type TraceWindow } from '../../src-main/api/contract/window-bytes.ts';

/** Columns a block. 2,048 at 1-2 columns a pixel is one to two screens of 1,000 px. */
export const BLOCK_COLUMNS = 2048;
const MOST_IN_FLIGHT = 4;
/** Of decoded blocks: nine minutes of 19 signals at 977 Hz sample by sample, hours of them reduced. */
const CAPACITY_BYTES = 48 * 2 ** 20;

/** What decides the samples' values besides place: the channels asked for and the display filters. */
export interface WindowVariant {
  readonly channels: readonly number[];
  readonly ecgBand?: string;
  readonly iegmBand?: string;
  readonly notch?: number;
}

export interface BlockRequest extends WindowVariant {
  readonly from: number;
  readonly columns: number;
  readonly samplesPerColumn: number;
}

export type FetchBlock = (request: BlockRequest, abortSignal: AbortSignal) => Promise<ArrayBuffer>;

export interface Block {
  readonly window?: TraceWindow;
  /** Why there is none. */
  readonly fault?: string;
}

function variantKey(variant: WindowVariant): string {
  return `${variant.channels.join(',')}|${variant.ecgBand ?? ''}|${variant.iegmBand ?? ''}|${variant.notch ?? ''}`;
}

export class WindowSource {
  #fetch: FetchBlock;
  /** Length of the record. */
  readonly samples: number;
  #capacityBytes: number;
  #bytes = 0;
  #blocks = new Map<string, Block>();
  #flights = new Map<string, AbortController>();
  #queue: { key: string; request: BlockRequest }[] = [];
  /** Of the last `want`. */
  #wanted: ReadonlySet<string> = new Set();
  /** What may be wanted next: asked for when nothing that is wanted waits. */
  #ahead: { key: string; request: BlockRequest }[] = [];
  /** Called after blocks arrived. */
  onArrival: () => void = () => {};

  /** @param samples length of the record @param capacityBytes decoded blocks kept in memory */
  constructor(fetchBlock: FetchBlock, samples: number, capacityBytes = CAPACITY_BYTES) {
    this.#fetch = fetchBlock;
    this.samples = samples;
    this.#capacityBytes = capacityBytes;
  }

  get waiting(): number {
    // What is only fetched ahead is not waited for.
    let flying = 0;
    for (const key of this.#flights.keys()) if (this.#wanted.has(key)) flying++;
    return this.#queue.length + flying;
  }

  /** The block if it is here; asking for it marks it as used. */
  peek(variant: WindowVariant, samplesPerColumn: number, blockIndex: number): Block | undefined {
    const key = this.#key(variant, samplesPerColumn, blockIndex);
    const block = this.#blocks.get(key);
    if (block) {
      this.#blocks.delete(key);
      this.#blocks.set(key, block);
    }
    return block;
  }

  /**
   * Asks for blocks [first, last] in the order nearest to `centre`; requests that are waiting and no longer wanted are dropped.
   */
  want(
    variants: readonly WindowVariant[],
    samplesPerColumn: number,
    first: number,
    last: number,
    centre: number,
  ): void {
    const span = BLOCK_COLUMNS * samplesPerColumn;
    const end = Math.ceil(this.samples / span) - 1;
    const wanted: { key: string; request: BlockRequest; distance: number }[] = [];
    for (const variant of variants)
      for (let index = Math.max(0, first); index <= Math.min(end, last); index++) {
        const key = this.#key(variant, samplesPerColumn, index);
        if (this.#blocks.has(key)) continue;
        const from = index * span;
        const columns = Math.min(BLOCK_COLUMNS, Math.ceil((this.samples - from) / samplesPerColumn));
        const request = { ...variant, from, columns, samplesPerColumn };
        wanted.push({ key, request, distance: Math.abs(index + 0.5 - centre) });
      }
    this.#wanted = new Set(wanted.map(({ key }) => key));
    const keys = new Set([...wanted, ...this.#ahead].map(({ key }) => key));
    for (const [key, abort] of this.#flights) if (!keys.has(key)) this.#drop(key, abort);
    this.#queue = wanted.filter(({ key }) => !this.#flights.has(key)).sort((a, b) => a.distance - b.distance);
    this.#launch();
  }

  /** Blocks that will be shown next, after all that is wanted now; those named before and not again are dropped. */
  prefetch(variants: readonly WindowVariant[], samplesPerColumn: number, blocks: readonly number[]): void {
    const span = BLOCK_COLUMNS * samplesPerColumn;
    this.#ahead = variants.flatMap((variant) =>
      [...new Set(blocks)]
        .filter((index) => index >= 0 && index * span < this.samples)
        .map((index) => {
          const from = index * span;
          const columns = Math.min(BLOCK_COLUMNS, Math.ceil((this.samples - from) / samplesPerColumn));
          const request = { ...variant, from, columns, samplesPerColumn };
          return { key: this.#key(variant, samplesPerColumn, index), request };
        }),
    );
    this.#launch();
  }

  /** Forgets what could not be read, so that it is tried again. */
  retry(): void {
    for (const [key, block] of this.#blocks) if (block.fault !== undefined) this.#blocks.delete(key);
  }

  close(): void {
    this.onArrival = () => {};
    this.#queue = [];
    this.#ahead = [];
    for (const [key, abort] of this.#flights) this.#drop(key, abort);
    this.#blocks.clear();
  }

  #drop(key: string, abort: AbortController): void {
    abort.abort();
    this.#flights.delete(key);
  }

  #key(variant: WindowVariant, samplesPerColumn: number, blockIndex: number): string {
    return `${variantKey(variant)}@${samplesPerColumn}#${blockIndex}`;
  }

  #launch(): void {
    while (this.#flights.size < MOST_IN_FLIGHT && this.#queue.length > 0) {
      const { key, request } = this.#queue.shift()!;
      this.#fly(key, request);
    }
    for (const { key, request } of this.#ahead) {
      if (this.#flights.size >= MOST_IN_FLIGHT) break;
      if (!this.#blocks.has(key) && !this.#flights.has(key)) this.#fly(key, request);
    }
  }

  #fly(key: string, request: BlockRequest): void {
    const abort = new AbortController();
    this.#flights.set(key, abort);
    void this.#load(key, request, abort);
  }

  async #load(key: string, request: BlockRequest, abort: AbortController): Promise<void> {
    let block: Block;
    let size = 0;
    try {
      const bytes = await this.#fetch(request, abort.signal);
      size = bytes.byteLength;
      block = { window: decodeWindow(bytes) };
    } catch (error) {
      if (abort.signal.aborted) return;
      block = { fault: error instanceof Error ? error.message : String(error) };
    }
    if (this.#flights.get(key) !== abort) return;
    this.#flights.delete(key);
    this.#keep(key, block, size);
    this.#launch();
    this.onArrival();
  }

  #keep(key: string, block: Block, size: number): void {
    this.#blocks.set(key, block);
    this.#bytes += size;
    for (const [oldest, old] of this.#blocks) {
      if (this.#bytes <= this.#capacityBytes || oldest === key) break;
      this.#blocks.delete(oldest);
      this.#bytes -= old.window ? bytesOf(old.window) : 0;
    }
  }
}

function bytesOf(window: TraceWindow): number {
  const arrays = window.samplesPerColumn > 1 ? 9 : 5;
  return 24 + window.channels.length * (8 + window.columns * arrays);
}
