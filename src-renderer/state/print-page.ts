/** What is asked of the main side for a printed page: the page, scale, gains and filters that are on the screen. */
import type { CallInput } from '../../src-main/api/contract/client.ts';
import type { Endpoints } from '../../src-main/api/contract/index.ts';
import { PRINT_SPEEDS, type PrintKind } from '../../src-main/domain/reading-page.ts';
import { lineChannelOf } from './reading.svelte.ts';
import type { Review } from './review.svelte.ts';

export type PrintRange = 'page' | 'view' | 'selection' | 'caliper';
export type PrintBody = CallInput<Endpoints['printPage']>['body'];

interface Range {
  readonly id: PrintRange;
  readonly title: string;
  /** Why it can't be chosen. */
  readonly why: (review: Review) => string | undefined;
}

export const RANGES: readonly Range[] = [
  { id: 'page', title: 'one page from here', why: () => undefined },
  { id: 'view', title: 'all that the view shows', why: () => undefined },
  {
    id: 'selection',
    title: 'the selected beats, first to last',
    why: ({ selection }) => (selection.keys.size > 1 ? undefined : 'select two or more'),
  },
  {
    id: 'caliper',
    title: 'between the legs of the caliper',
    why: ({ calipers }) => (calipers.current === undefined ? 'there is none' : undefined),
  },
];

/** Around the first and the last of the selected beats; seconds. */
const SELECTION_MARGIN = 0.5;

/** Sample indices; `to` undefined: one page. */
export function stretchOf(review: Review, range: PrintRange): { from: number; to?: number } {
  const { viewport, selection, calipers, annotations } = review;
  const here = Math.max(0, Math.round(viewport.from));
  if (range === 'view')
    return { from: here, to: Math.round(viewport.from + (review.reading.pageSpan ?? viewport.span)) };
  if (range === 'caliper') {
    const caliper = calipers.list.find(({ id }) => id === calipers.current);
    if (!caliper) return { from: here };
    const [from, to] = [caliper.from, caliper.to].sort((a, b) => a - b);
    return { from: Math.max(0, Math.round(from)), to: Math.round(to) };
  }
  if (range === 'selection') {
    const { union } = annotations;
    const margin = SELECTION_MARGIN * viewport.samplingFrequency;
    const at: number[] = [];
    for (let row = 0; row < union.count; row++)
      if (selection.keys.has(selection.keyOf(row))) at.push(union.sampleIndex[row]);
    if (at.length === 0) return { from: here };
    return { from: Math.max(0, Math.round(at[0] - margin)), to: Math.round(at[at.length - 1] + margin) };
  }
  return { from: here };
}

export interface PrintChoice {
  readonly kind: PrintKind;
  readonly speed: number;
  readonly range: PrintRange;
}

/** Why a kind of page can't be printed now; undefined where it can. */
export function whyNotPrinted({ reading }: Review, kind: PrintKind): string | undefined {
  if (kind === 'average' && !reading.averaged) return 'V shows one first';
  if (kind === 'aligned' && !reading.alignedBeats) return 'W shows them first';
  return kind === 'moments' && !reading.moments.isPinned ? 'T pins one first' : undefined;
}

/** The sweep that a print is offered first: in portrait one at which a beat fits its column. */
export function usualSpeed({ reading }: Review, kind: PrintKind): number {
  const narrow = reading.orientation === 'portrait';
  if (kind === 'average') return narrow ? 50 : 100;
  if (kind === 'aligned') return reading.aligned === 'overlay' ? 200 : narrow ? 25 : 50;
  return kind === 'twelve' ? reading.twelveSpeed : kind === 'ep' ? reading.epSpeed : PRINT_SPEEDS[kind][0];
}

/** Whose class codes may be printed, and why not: an unlabelled beat's class stays hidden in a blind reading. */
export function printableSets({ annotations }: Review): {
  readonly setId?: number;
  readonly machineSetId?: number;
  readonly why?: string;
} {
  if (annotations.blind) return { why: 'not in a blind reading' };
  const labelled = (annotations.human?.count ?? 0) > 0;
  return { setId: labelled ? annotations.humanSet?.id : undefined, machineSetId: annotations.machineSet?.id };
}

export function printBody(review: Review, choice: PrintChoice): PrintBody {
  const { reading } = review;
  const { kind, speed, range } = choice;
  const sets = printableSets(review);
  const body = {
    kind,
    decimalMark: review.numbers.decimalMark,
    orientation: reading.orientation,
    millimetresPerSecond: speed,
    labels: {
      setId: reading.printsLabels ? sets.setId : undefined,
      machineSetId: reading.printsPredictions ? sets.machineSetId : undefined,
    },
    calipers: reading.printsCalipers ? review.calipers.list.map(({ id }) => id).filter((id) => id > 0) : [],
  };
  if (kind === 'disclosure') return { ...body, ...disclosureBody(review) };
  if (kind === 'average') return { ...body, ...scalesOf(review), from: 0, ...reading.averaged };
  if (kind === 'aligned') return { ...body, ...scalesOf(review), ...reading.alignedBeats! };
  return { ...body, ...scalesOf(review), ...stretchOf(review, range), ...pageBody(review, kind) };
}

/** Channels, gains and filters as on the screen. */
function scalesOf({ display, filters }: Review) {
  const { on, ...bands } = filters.setting;
  return {
    channels: display.shown.map(({ channelIndex }) => channelIndex),
    ecgGain: display.ecgGain,
    iegmGain: display.iegmGain,
    ownGains: [...display.ownGains].map(([channelIndex, gain]) => ({ channelIndex, gain })),
    ...(on ? bands : {}),
  };
}

/** What a kind of page has of its own. */
function pageBody({ reading, display }: Review, kind: PrintKind): Partial<PrintBody> {
  const { order, columns, twelveGain, moments, pair } = reading;
  if (kind === 'twelve') return { order, columns, ecgGain: twelveGain, ownGains: [] };
  if (kind === 'moments')
    return {
      moments: {
        from: Math.max(0, Math.round(moments.from)),
        titles: [...moments.titles] as [string, string],
      },
    };
  if (kind !== 'pair') return {};
  const current = display.shown[display.current];
  return { pair, ...(pair === 'stacked' && current ? { channels: [current.channelIndex] } : {}) };
}

/** The whole record in lines, as they are on the screen; 5 mm/mV, so that a line of 11 mm holds a usual lead. */
function disclosureBody({ reading, record }: Review) {
  const channel = reading.lineChannel ?? lineChannelOf(record.channels);
  return {
    lineSeconds: reading.lineSeconds,
    millimetresPerSecond: 5,
    from: 0,
    to: record.samples,
    channels: [channel],
    ecgGain: 5,
    iegmGain: 5,
  };
}
