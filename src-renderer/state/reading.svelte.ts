/** How the open record is read: as the stack of traces or on another page over the same data and at the same place. */
import { z } from 'zod';
import type { AverageMarks } from '../../src-main/domain/average-intervals.ts';
import { PAGE_SPEEDS, type LeadOrder, type PrintKind } from '../../src-main/domain/reading-page.ts';
import { ECG_GAINS, nextStep } from '../trace/scale.ts';
import { Moments } from './moments.svelte.ts';
import type { Settings } from './settings.svelte.ts';
import type { Viewport } from './viewport.svelte.ts';

export const READING_VIEWS = [
  { id: 'stack', title: 'Stack' },
  { id: 'twelve', title: '12-lead page' },
  { id: 'ep', title: 'EP page' },
  { id: 'disclosure', title: 'Full disclosure' },
  { id: 'average', title: 'Average beat' },
  { id: 'aligned', title: 'Aligned to QRS onset' },
  { id: 'moments', title: 'Two moments' },
  { id: 'pair', title: 'Raw and filtered' },
] as const;
export type ReadingView = (typeof READING_VIEWS)[number]['id'];

/** Seconds a line of the full disclosure. */
export const LINE_SECONDS = [30, 60, 120, 300] as const;

/** Lead of the full disclosure where none was chosen: II, else the first surface lead. */
export function lineChannelOf(
  channels: readonly { readonly channelIndex: number; readonly name: string; readonly kind: string }[],
): number {
  const usual =
    channels.find(({ name }) => name === 'II') ?? channels.find(({ kind }) => kind === 'ecg') ?? channels[0];
  return usual.channelIndex;
}

const readingSetting = z.object({
  order: z.enum(['standard', 'cabrera']),
  columns: z.union([z.literal(2), z.literal(4)]),
  twelveSpeed: z.number(),
  twelveGain: z.number(),
  epSpeed: z.number(),
  lineSeconds: z.number(),
  orientation: z.enum(['landscape', 'portrait']),
  printsLabels: z.boolean().default(false),
  printsPredictions: z.boolean().default(false),
  printsCalipers: z.boolean().default(false),
});

/** The average beat on the screen, as it is asked for on paper. */
export interface AveragedBeats {
  readonly channels: number[];
  readonly average: {
    readonly rPeaks: number[];
    readonly statistic: 'median' | 'mean';
    readonly code?: string;
    readonly rrMs?: number;
    readonly rrBeats?: number;
    readonly marks?: Partial<AverageMarks>;
  };
}

/** The aligned beats on the screen, as they are asked for on paper. */
export interface AlignedBeats {
  readonly from: number;
  readonly to: number;
  readonly channels: number[];
  readonly aligned: { readonly setId: number; readonly manner: 'waterfall' | 'overlay' };
}

export class Reading {
  #settings: Pick<Settings, 'get' | 'put'>;
  readonly moments: Moments;
  view = $state<ReadingView>('stack');
  order = $state<LeadOrder>('standard');
  /** Leads in a row of the 12-lead page. */
  columns = $state<2 | 4>(4);
  /** mm/s. */
  twelveSpeed = $state(25);
  epSpeed = $state(100);
  /** mm/mV of the 12-lead page; the EP page has the gains of the stack. */
  twelveGain = $state(10);
  lineSeconds = $state(60);
  /** Of the full disclosure; undefined: II, else the first surface lead. */
  lineChannel = $state<number | undefined>();
  statistic = $state<'median' | 'mean'>('median');
  aligned = $state<'waterfall' | 'overlay'>('waterfall');
  /** Raw and filtered: the current channel stacked, or all channels beside each other. */
  pair = $state<'stacked' | 'beside'>('stacked');
  orientation = $state<'landscape' | 'portrait'>('landscape');
  /** Printed over the traces: a person's class codes, a machine's, the calipers. */
  printsLabels = $state(false);
  printsPredictions = $state(false);
  printsCalipers = $state(false);
  /** What the pages of beats show; undefined where none is on the screen. */
  averaged = $state.raw<AveragedBeats | undefined>();
  alignedBeats = $state.raw<AlignedBeats | undefined>();
  /** Samples that the page shows; undefined where the viewport itself says. */
  pageSpan = $state<number | undefined>();
  /** Samples of a CSS pixel of the page, and the lead under the pointer; undefined where the viewport says, and beside the traces. */
  pageScale = $state<number | undefined>();
  pointedChannel = $state<number | undefined>();

  constructor(settings: Pick<Settings, 'get' | 'put'>, viewport: Viewport) {
    this.#settings = settings;
    this.moments = new Moments(viewport);
    const kept = settings.get('reading', readingSetting.optional(), undefined);
    if (kept) Object.assign(this, kept);
  }

  get title(): string {
    return READING_VIEWS.find(({ id }) => id === this.view)!.title;
  }

  /** Shows a page; the place stays. */
  show(view: ReadingView): void {
    // Something stands beside what is in view, however the page was chosen.
    if (view === 'moments' && !this.moments.isPinned) this.moments.pin();
    this.view = view;
    this.pageSpan = undefined;
    this.pageScale = undefined;
    this.pointedChannel = undefined;
  }

  /** The page, or the stack again where it is shown already. */
  toggle(view: ReadingView): void {
    this.show(this.view === view ? 'stack' : view);
  }

  /** 12-lead page, EP page, stack. */
  nextPage(): void {
    this.show(this.view === 'twelve' ? 'ep' : this.view === 'ep' ? 'stack' : 'twelve');
  }

  /** Stacked, side by side, off. */
  nextPair(): void {
    if (this.view !== 'pair') {
      this.pair = 'stacked';
      this.show('pair');
    } else if (this.pair === 'stacked') this.pair = 'beside';
    else this.show('stack');
  }

  /** Which printed page the view corresponds to. */
  get printed(): PrintKind {
    return this.view;
  }

  get speed(): number {
    return this.view === 'twelve' ? this.twelveSpeed : this.epSpeed;
  }

  setSpeed(speed: number): void {
    if (this.view === 'twelve') this.twelveSpeed = speed;
    else this.epSpeed = speed;
    this.keep();
  }

  /** Sweep keys on a page. @returns false where the view has no sweep of its own */
  stepSpeed(direction: 1 | -1): boolean {
    if (this.view === 'disclosure') {
      // A faster sweep is a shorter line.
      this.lineSeconds = nextStep(LINE_SECONDS, this.lineSeconds, direction === 1 ? -1 : 1);
      this.keep();
      return true;
    }
    if (this.view !== 'twelve' && this.view !== 'ep') return false;
    this.setSpeed(nextStep(PAGE_SPEEDS[this.view], this.speed, direction));
    return true;
  }

  /** Gain keys on the 12-lead page. @returns false where the gains are those of the stack */
  stepGain(direction: 1 | -1): boolean {
    if (this.view !== 'twelve') return false;
    this.twelveGain = nextStep(ECG_GAINS, this.twelveGain, direction);
    this.keep();
    return true;
  }

  setOrder(order: LeadOrder): void {
    this.order = order;
    this.keep();
  }

  keep(): void {
    const { order, columns, twelveSpeed, twelveGain, epSpeed, lineSeconds, orientation } = this;
    const { printsLabels, printsPredictions, printsCalipers } = this;
    this.#settings.put('reading', {
      order,
      columns,
      twelveSpeed,
      twelveGain,
      epSpeed,
      lineSeconds,
      orientation,
      printsLabels,
      printsPredictions,
      printsCalipers,
    });
  }
}
