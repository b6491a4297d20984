import type { LabsystemHeader } from './labsystem-header.ts';

/** An export and the sample of the stitched recording at which it begins. */
export interface PlacedExport {
  readonly header: LabsystemHeader;
  readonly from: number;
}

const DAY_SECONDS = 86_400;
/** Start times have no fraction, so two exports that follow one another may seem to overlap by as much. */
const TIME_RESOLUTION = 1;

/** Whether two exports can be of one recording: the same channels, ranges and rate. */
export function sameLayout(a: LabsystemHeader, b: LabsystemHeader): boolean {
  const layout = ({ samplingFrequency, channels }: LabsystemHeader): string =>
    JSON.stringify([samplingFrequency, channels]);
  return layout(a) === layout(b);
}

/**
 * Puts exports of one layout in order of time. Those that overlap by no more than the start times' resolution follow
 * one another at once; those that overlap by more are other exports of the same stretch and make recordings of their
 * own. Where all lie within half a day of each other, one that seems far earlier is from after midnight.
 * @returns recordings, each a list of exports in order
 */
export function stitch(headers: readonly LabsystemHeader[]): PlacedExport[][] {
  const recordings: PlacedExport[][] = [];
  const ordered = orderByTime(headers);
  const first = ordered[0]?.second ?? 0;
  for (const { header, second } of ordered) {
    const nominal = Math.round((second - first) * header.samplingFrequency);
    const slack = TIME_RESOLUTION * header.samplingFrequency;
    const recording = recordings.find((placed) => endOf(placed) - nominal <= slack);
    if (recording) recording.push({ header, from: Math.max(nominal, endOf(recording)) });
    else recordings.push([{ header, from: nominal }]);
  }
  return recordings.map(fromZero);
}

function endOf(placed: readonly PlacedExport[]): number {
  const last = placed[placed.length - 1];
  return last.from + last.header.samples;
}

function fromZero(placed: readonly PlacedExport[]): PlacedExport[] {
  return placed.map(({ header, from }) => ({ header, from: from - placed[0].from }));
}

function orderByTime(headers: readonly LabsystemHeader[]): { header: LabsystemHeader; second: number }[] {
  const sorted = [...headers].sort((a, b) => a.startSecond - b.startSecond || (a.path < b.path ? -1 : 1));
  const gap = sorted.findIndex(
    ({ startSecond }, i) => i > 0 && startSecond - sorted[i - 1].startSecond > DAY_SECONDS / 2,
  );
  return sorted
    .map((header, i) => ({ header, second: header.startSecond + (i < gap ? DAY_SECONDS : 0) }))
    .sort((a, b) => a.second - b.second);
}
