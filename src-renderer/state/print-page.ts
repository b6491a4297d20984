/** What is asked of the main side for a printed page: the page, scale, gains and filters that are on the screen. */
import type { CallInput } from '../../src-main/api/contract/client.ts';
import type { Endpoints } from '../../src-main/api/contract/index.ts';
import type { PrintKind } from '../../src-main/domain/reading-page.ts';
import { lineChannelOf } from './reading.svelte.ts';
import type { Review } from './review.svelte.ts';

export type PrintRange = 'page' | 'view' | 'selection' | 'caliper';
type PrintBody = CallInput<Endpoints['printPage']>['body'];

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

export function printBody(
  review: Review,
  { kind, speed, range }: { readonly kind: PrintKind; readonly speed: number; readonly range: PrintRange },
): PrintBody {
  const { reading, display, filters } = review;
  const { on, ...bands } = filters.setting;
  if (kind === 'disclosure') return disclosureBody(review);
  return {
    kind,
    order: reading.order,
    columns: reading.columns,
    orientation: reading.orientation,
    millimetresPerSecond: speed,
    ...stretchOf(review, range),
    channels: display.shown.map(({ channelIndex }) => channelIndex),
    ecgGain: kind === 'twelve' ? reading.twelveGain : display.ecgGain,
    iegmGain: display.iegmGain,
    ownGains:
      kind === 'twelve' ? [] : [...display.ownGains].map(([channelIndex, gain]) => ({ channelIndex, gain })),
    ...(on ? bands : {}),
  };
}

/** The whole record in lines, as they are on the screen; 5 mm/mV, so that a line of 11 mm holds a usual lead. */
function disclosureBody({ reading, record }: Review): PrintBody {
  const channel = reading.lineChannel ?? lineChannelOf(record.channels);
  return {
    kind: 'disclosure',
    orientation: reading.orientation,
    lineSeconds: reading.lineSeconds,
    millimetresPerSecond: 5,
    from: 0,
    to: record.samples,
    channels: [channel],
    ecgGain: 5,
    iegmGain: 5,
  };
}
