import { describe, expect, test } from 'vitest';
import type { Annotation } from '../../src-main/domain/annotation.ts';
import { planExamples } from '../../src-main/training/data/plan-examples.ts';
import { AAMI, BEAT_AXES, LEIPZIG_RHYTHM } from '../../src-main/training/groupings/default-groupings.ts';

const FS = 1000;
const SAMPLES = 60_000;

/** Beats every half second from `from` to `to` (s), each of `symbol` and `aux`. */
function beats(from: number, to: number, symbol: string, aux?: string): Annotation[] {
  const out: Annotation[] = [];
  for (let t = from + 0.25; t < to; t += 0.5)
    out.push({ sampleIndex: Math.round(t * FS), symbol, ...(aux ? { aux } : {}) });
  return out;
}

const mark = (at: number, aux: string): Annotation => ({ sampleIndex: at * FS, symbol: '+', aux });
const inOrder = (list: Annotation[]): Annotation[] => list.sort((a, b) => a.sampleIndex - b.sampleIndex);
const plan = (annotations: Annotation[], denseClasses: string[] = []) =>
  planExamples(inOrder(annotations), SAMPLES, FS, { grouping: LEIPZIG_RHYTHM, denseClasses });
const classOf = (label: number) => LEIPZIG_RHYTHM.outputs[0].classes[label].name;

describe('rhythm segments', () => {
  test('what precedes the first mark is no example, and no window leaves its segment', () => {
    const { examples } = plan([...beats(0, 60, 'N'), mark(10, '(N'), mark(30, '(AVNRT')]);
    expect(examples.every(({ centre }) => centre >= 11_024 && centre <= 30_000 - 1024)).toBe(true);
    expect(examples).toHaveLength(Math.floor((20 - 2.048) / 2.048) + 1);
  });

  test('a window counts only where 80 % of its beats agree with its segment; the others are counted', () => {
    const { examples, dropped } = plan([
      mark(0, '(/A'),
      ...beats(0, 20, '/', '/A'),
      ...beats(20, 40, 'X', 'AVNRT'),
      mark(40, '(N'),
      ...beats(40, 60, 'N'),
    ]);
    const paced = examples.filter(({ labels }) => classOf(labels[0]) === 'AP');
    expect(paced.every(({ centre }) => centre < 20_500)).toBe(true);
    expect(dropped.mixed).toBeGreaterThanOrEqual(9);
    expect(examples.some(({ labels }) => classOf(labels[0]) === 'SR')).toBe(true);
  });

  test('bigeminy is ventricular rhythm, its sinus beats included', () => {
    const both = beats(0, 60, 'N').map((beat, k) => (k % 2 ? { ...beat, symbol: 'V' } : beat));
    const { examples } = plan([mark(0, '(B'), ...both]);
    expect(examples.length).toBeGreaterThan(20);
    expect(classOf(examples[0].labels[0])).toBe('VR');
  });

  test('a rare class is cut densely, and what overlaps says so; 64 windows at most', () => {
    const list = [mark(0, '(J'), ...beats(0, 20, 'J'), mark(20, '(N'), ...beats(20, 60, 'N')];
    const sparse = plan(list);
    const dense = plan(list, ['JR']);
    expect(dense.examples.length).toBeGreaterThan(sparse.examples.length + 20);
    const plain = dense.examples.filter((example) => !example.dense);
    expect(plain.length).toBe(sparse.examples.length);
    expect(plan([mark(0, '(J'), ...beats(0, 60, 'J')], ['JR']).examples).toHaveLength(64);
  });

  test('a short segment is centred and bounded, one under a second is none', () => {
    const short = plan([mark(0, '(N'), ...beats(0, 1.5, 'N'), mark(1.5, '(T')]);
    expect(short.examples).toHaveLength(1);
    expect(short.examples[0]).toMatchObject({ centre: 750, bounds: [0, 1500] });
    expect(plan([mark(0, '(N'), ...beats(0, 0.9, 'N'), mark(0.9, '(T')]).examples).toHaveLength(0);
  });

  test('windows in a span marked as bad are dropped and counted', () => {
    const bad: Annotation[] = [
      { sampleIndex: 20_000, symbol: '~', subtype: 1 },
      { sampleIndex: 40_000, symbol: '~', subtype: 0 },
    ];
    const { examples, dropped } = plan([mark(0, '(N'), ...beats(0, 60, 'N'), ...bad]);
    expect(examples.some(({ centre }) => centre >= 20_000 && centre < 40_000)).toBe(false);
    expect(dropped.badSignal).toBeGreaterThan(8);
  });
});

describe('beats', () => {
  test('each named beat is an example with a label on each axis; annotators-only classes are counted as left out', () => {
    const { examples, dropped } = planExamples(
      inOrder([mark(0, '(N'), ...beats(0, 10, 'N', 'N-Prex'), ...beats(20, 25, 'Q')]),
      SAMPLES,
      FS,
      { grouping: BEAT_AXES },
    );
    expect(examples).toHaveLength(20);
    expect(dropped.unlabelled).toBe(10);
    const [origin, conduction] = examples[0].labels.map(
      (label, k) => BEAT_AXES.outputs[k].classes[label].name,
    );
    expect([origin, conduction]).toEqual(['sinus', 'pre-excited']);
  });

  test('symbols that are for scoring only are marked', () => {
    const { examples } = planExamples(inOrder([...beats(0, 10, 'N'), ...beats(20, 25, 'a')]), SAMPLES, FS, {
      grouping: AAMI,
      scoreOnly: ['a'],
    });
    expect(examples.filter(({ scoreOnly }) => scoreOnly)).toHaveLength(10);
  });
});
