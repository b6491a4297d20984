import type { QueueBeat } from './queue-beats.ts';

export const QUEUE_ORDERS = [
  'time',
  'entropy',
  'margin',
  'disagreement',
  'out-of-distribution',
  'rarity',
] as const;
export type QueueOrder = (typeof QUEUE_ORDERS)[number];

export interface Scored {
  readonly beat: QueueBeat;
  /** Higher comes first; its meaning is the order's. */
  readonly score: number;
}

/** A beat that one of the two does not have counts above any difference of class. */
const MISSED = 2;

/**
 * Beats in the order of the question, equal ones in time order.
 * - entropy: the model spreads its probability over many classes
 * - margin: its two likeliest classes are near to one another (score 1 - margin)
 * - disagreement: it was sure of another class than the reader's; only beats on which they differ
 * - out-of-distribution: the beat is unlike those it was trained on
 * - rarity: -log2 of the share of beats with its class
 * @param all what shares are counted over
 */
export function ordered(
  beats: readonly QueueBeat[],
  order: QueueOrder,
  all: readonly QueueBeat[] = beats,
): Scored[] {
  const score = scoreOf(all, order);
  const scored: Scored[] = [];
  for (const beat of beats) {
    const value = score(beat);
    if (value !== undefined) scored.push({ beat, score: value });
  }
  return scored.sort((a, b) => b.score - a.score || a.beat.sampleIndex - b.beat.sampleIndex);
}

function scoreOf(beats: readonly QueueBeat[], order: QueueOrder): (beat: QueueBeat) => number | undefined {
  const predicted =
    (score: (beat: QueueBeat) => number) =>
    (beat: QueueBeat): number | undefined =>
      beat.machineClass === undefined ? undefined : score(beat);
  switch (order) {
    case 'time':
      return () => 0;
    case 'entropy':
      return predicted(({ entropy }) => entropy);
    case 'margin':
      return predicted(({ margin }) => 1 - margin);
    case 'out-of-distribution':
      return predicted(({ outOfDistribution }) => outOfDistribution);
    case 'disagreement':
      return disagreement;
    case 'rarity':
      return predicted(rarityIn(beats));
  }
}

function disagreement({ machineClass, humanClass, confidence }: QueueBeat): number | undefined {
  if (machineClass === undefined || humanClass === undefined) return MISSED;
  return machineClass === humanClass ? undefined : confidence;
}

function rarityIn(beats: readonly QueueBeat[]): (beat: QueueBeat) => number {
  const counts = new Map<string, number>();
  for (const { machineClass } of beats)
    if (machineClass !== undefined) counts.set(machineClass, (counts.get(machineClass) ?? 0) + 1);
  return ({ machineClass }) => Math.log2(beats.length / counts.get(machineClass!)!);
}
