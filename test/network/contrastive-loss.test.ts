import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../src-main/domain/random.ts';
import { differentiate } from '../../src-main/engine/graph/differentiate.ts';
import { evaluate } from '../../src-main/engine/graph/evaluate.ts';
import { Graph } from '../../src-main/engine/graph/graph.ts';
import { ndarray } from '../../src-main/engine/ndarray.ts';
import { unitNorm } from '../../src-main/engine/operations/composite.ts';
import { frequencyWeights, logPrior } from '../../src-main/network/class-weights.ts';
import {
  contrastiveLoss,
  hardClassWeights,
  pairModulation,
  updateMemory,
} from '../../src-main/network/contrastive-loss.ts';
import { AGCACL, LOSSES, contrastWeight, fadingWeight } from '../../src-main/network/loss-config.ts';
import type { LossConfig } from '../../src-main/network/loss-config.ts';
import { relativeError } from '../engine/numeric.ts';

const [B, C, D] = [7, 4, 5];
const LABELS = [0, 1, 0, 2, 1, 0, 3];

interface Case {
  readonly seen: readonly number[];
  readonly weights: readonly number[];
}
const ALL: Case = { seen: [1, 1, 1, 1], weights: new Array(B).fill(1) };
/** Class 3 has not been met, and example 4 is padding. */
const PARTIAL: Case = { seen: [1, 1, 1, 0], weights: [1, 0.5, 1, 1, 0, 1, 1] };

function unitRows(rows: number, seed: number): number[][] {
  const random = makeRandom(seed);
  return Array.from({ length: rows }, () => {
    const row = Array.from({ length: D }, () => random.normal());
    const length = Math.hypot(...row);
    return row.map((value) => value / length);
  });
}

const Z = unitRows(B, 1);
const P = unitRows(C, 2);
const S = P.map((p, i) =>
  P.map((q, k) => 0.3 * p.reduce((sum, value, d) => sum + value * q[d]!, 0) + 0.01 * ((i + k) % 3)),
);
const PHI = [0.5, 0.8, 1.2, 1.5];
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** The loss and its gradient by z, as the graph computes them, in float64. */
function graphLoss(
  config: LossConfig,
  given: Case,
): { loss: number; gradient: Float64Array; at: (z: number[][]) => number } {
  const graph = new Graph();
  const z = graph.input('z', [B, D]);
  const onehot = LABELS.flatMap((label) => Array.from({ length: C }, (_, c) => (c === label ? 1 : 0)));
  const batch = {
    labels: graph.constant(onehot, [B, C]),
    weights: graph.constant(given.weights, [B]),
    logPrior: graph.constant(new Array(C).fill(0), [C]),
    classWeights: graph.constant(PHI, [C]),
  };
  const memory = {
    prototypes: graph.constant(P.flat(), [C, D]),
    similarity: graph.constant(S.flat(), [C, C]),
    seen: graph.constant(given.seen, [C]),
  };
  const loss = contrastiveLoss(z, batch, memory, config)!;
  const [gradient] = differentiate(graph, loss, [z]);
  const at = (values: number[][]): number =>
    evaluate(graph, [loss], new Map([[z, ndarray([B, D], values.flat())]]))[0]!.data[0]!;
  const [value, slope] = evaluate(graph, [loss, gradient!], new Map([[z, ndarray([B, D], Z.flat())]]));
  return { loss: value!.data[0]!, gradient: slope!.data, at };
}

/** AGCACL written out as the method's text has it, sum by sum: the independent check. */
function plainAgcacl(config: LossConfig, given: Case): number {
  const { seen, weights } = given;
  const tau = config.temperature;
  const others = (c: number): number[] => seen.flatMap((s, k) => (s && k !== c ? [k] : []));
  const met = seen.reduce((a, b) => a + b, 0);
  const Psi = (c: number, k: number): number => {
    if (!config.pairs || c === k || !seen[k]) return 1;
    const whole = others(c).reduce((sum, j) => sum + Math.exp(S[c]![j]! / config.pairTemperature), 0);
    return (
      1 -
      config.pairShare +
      (config.pairShare * others(c).length * Math.exp(S[c]![k]! / config.pairTemperature)) / whole
    );
  };
  const hardest = (c: number): number => Math.max(...others(c).map((k) => S[c]![k]!));
  const psi = (c: number): number => {
    if (!config.psi || !seen[c]) return 1;
    const whole = seen.reduce((sum, s, k) => sum + (s ? Math.exp(hardest(k) / config.psiTemperature) : 0), 0);
    return (met * Math.exp(hardest(c) / config.psiTemperature)) / whole;
  };
  let numerator = 0;
  let denominator = 0;
  for (let i = 0; i < B; i++) {
    const y = LABELS[i]!;
    const entries = (c: number): { w: number; s: number }[] => [
      ...LABELS.flatMap((label, j) =>
        j !== i && label === c && weights[j]! > 0 ? [{ w: weights[j]!, s: dot(Z[i]!, Z[j]!) / tau }] : [],
      ),
      ...(seen[c] ? [{ w: 1, s: dot(Z[i]!, P[c]!) / tau }] : []),
    ];
    const count = (c: number): number => entries(c).reduce((sum, { w }) => sum + w, 0);
    let term = 0;
    if (config.prototypeTerm && seen[y]) {
      const whole = seen.reduce(
        (sum, s, c) => sum + (s ? Psi(y, c) * Math.exp(dot(Z[i]!, P[c]!) / tau) : 0),
        0,
      );
      term += Math.log(whole) - dot(Z[i]!, P[y]!) / tau;
    }
    if (config.sampleTerm && count(y) > 0) {
      let whole = 0;
      for (let c = 0; c < C; c++)
        if (count(c) > 0)
          whole += (Psi(y, c) / count(c)) * entries(c).reduce((sum, { w, s }) => sum + w * Math.exp(s), 0);
      const towards = entries(y).reduce((sum, { w, s }) => sum + w * s, 0) / count(y);
      term += config.sampleWeight * (Math.log(whole) - towards);
    }
    const weight = weights[i]! * psi(y) * (config.phi ? PHI[y]! : 1);
    numerator += weight * term;
    denominator += weight;
  }
  return numerator / denominator;
}

const OFF = { ...AGCACL, phi: false, psi: false, pairs: false };

describe('AGCACL', () => {
  const variants: [string, LossConfig][] = [
    ['whole', { ...AGCACL, phi: true }],
    ['without phi', AGCACL],
    ['without psi', { ...AGCACL, phi: true, psi: false }],
    ['without Psi', { ...AGCACL, phi: true, pairs: false }],
    ['without lS', { ...AGCACL, phi: true, sampleTerm: false }],
    ['without lP', { ...AGCACL, phi: true, prototypeTerm: false }],
  ];
  describe.each(variants)('%s', (_name, config) => {
    it.each([
      ['all classes met', ALL],
      ['one class not met, one example padding', PARTIAL],
    ])('is what the text says: %s', (_case, given) => {
      expect(graphLoss(config, given).loss).toBeCloseTo(plainAgcacl(config, given), 10);
    });

    it('has the gradient that central differences give', () => {
      const { gradient, at } = graphLoss(config, PARTIAL);
      const numeric = Z.flatMap((row, i) =>
        row.map((_, d) => {
          const moved = (by: number): number[][] =>
            Z.map((r, j) => r.map((v, e) => (i === j && d === e ? v + by : v)));
          return (at(moved(1e-5)) - at(moved(-1e-5))) / 2e-5;
        }),
      );
      expect(relativeError(gradient, numeric)).toBeLessThan(1e-6);
    });
  });

  it('with phi = psi = Psi = 1 and no lS is exactly the cosine-softmax cross entropy', () => {
    const { loss } = graphLoss({ ...OFF, sampleTerm: false }, ALL);
    const expected = Z.map((z, i) => {
      const scores = P.map((p) => dot(z, p) / AGCACL.temperature);
      return Math.log(scores.reduce((sum, s) => sum + Math.exp(s), 0)) - scores[LABELS[i]!]!;
    });
    expect(loss).toBeCloseTo(expected.reduce((a, b) => a + b, 0) / B, 12);
  });

  it('with Psi = 1 has the balanced contrastive loss as its sample term', () => {
    const samples = graphLoss({ ...OFF, prototypeTerm: false, sampleWeight: 1, temperature: 0.07 }, ALL).loss;
    expect(samples).toBeCloseTo(graphLoss(LOSSES.bcl, ALL).loss, 12);
  });

  it('has the gradients that the text gives: q - [c = y]', () => {
    const { gradient } = graphLoss({ ...OFF, pairs: true, sampleTerm: false }, ALL);
    const graph = new Graph();
    const modulation = evaluate(graph, [pairModulation(memoryOn(graph, ALL), AGCACL)], new Map())[0]!.data;
    const expected = Z.flatMap((z, i) => {
      const y = LABELS[i]!;
      const powers = P.map((p, c) => modulation[y * C + c]! * Math.exp(dot(z, p) / AGCACL.temperature));
      const whole = powers.reduce((a, b) => a + b, 0);
      return z.map(
        (_, d) =>
          P.reduce((sum, p, c) => sum + (powers[c]! / whole - (c === y ? 1 : 0)) * p[d]!, 0) /
          AGCACL.temperature /
          B,
      );
    });
    expect(relativeError(gradient, expected)).toBeLessThan(1e-12);
  });
});

function memoryOn(graph: Graph, given: Case): Parameters<typeof pairModulation>[0] {
  return {
    prototypes: graph.constant(P.flat(), [C, D]),
    similarity: graph.constant(S.flat(), [C, C]),
    seen: graph.constant(given.seen, [C]),
  };
}

describe('the weights', () => {
  it.each([
    ['all', ALL, [0, 1, 2, 3]],
    ['those met', PARTIAL, [0, 1, 2]],
  ])('rows of Psi average 1 over the others (%s), and its diagonal is 1', (_name, given, met) => {
    const graph = new Graph();
    const Psi = evaluate(graph, [pairModulation(memoryOn(graph, given), AGCACL)], new Map())[0]!.data;
    for (const c of met) {
      const row = met.filter((k) => k !== c).map((k) => Psi[c * C + k]!);
      expect(row.reduce((a, b) => a + b, 0) / row.length).toBeCloseTo(1, 12);
      expect(Math.max(...row)).toBeGreaterThan(1);
      expect(Psi[c * C + c]).toBe(1);
    }
  });

  it('psi averages 1 over the classes met', () => {
    for (const given of [ALL, PARTIAL]) {
      const graph = new Graph();
      const psi = evaluate(graph, [hardClassWeights(memoryOn(graph, given), AGCACL)], new Map())[0]!.data;
      const met = psi.filter((_, c) => given.seen[c] === 1);
      expect(met.reduce((a, b) => a + b, 0) / met.length).toBeCloseTo(1, 12);
    }
  });

  it('are all 1 before any class has been met', () => {
    const graph = new Graph();
    const memory = memoryOn(graph, { ...ALL, seen: [0, 0, 0, 0] });
    const psi = evaluate(graph, [hardClassWeights(memory, AGCACL)], new Map())[0]!.data;
    expect([...psi]).toEqual([1, 1, 1, 1]);
  });

  it('phi averages 1, and the rare weigh more', () => {
    const phi = frequencyWeights([5000, 200, 20, 3]);
    expect(phi.reduce((a, b) => a + b, 0) / 4).toBeCloseTo(1, 6);
    expect([...phi].sort((a, b) => a - b)).toEqual([...phi]);
  });

  it('log pi is finite for a class that is never drawn', () => {
    const prior = logPrior([3, 1, 0]);
    expect(prior[0]).toBeCloseTo(Math.log(0.75), 6);
    expect(prior[2]).toBeLessThan(Math.log(0.001));
    expect(Number.isFinite(prior[2])).toBe(true);
  });

  it('lambda waits five epochs and climbs for five', () => {
    expect([0, 4, 5, 9, 50].map((epoch) => contrastWeight(epoch))).toEqual(
      [0, 0, 0.07, 0.35, 0.35].map((v) => expect.closeTo(v, 10)),
    );
  });

  it('a fading lambda falls along a parabola to 0', () => {
    expect([0, 0.5, 1].map((progress) => fadingWeight(progress, 0.5))).toEqual([0.5, 0.375, 0]);
  });
});

describe('the memory', () => {
  function updated(
    given: Case,
    weights: readonly number[],
  ): { prototypes: Float64Array; seen: Float64Array; similarity: Float64Array } {
    const graph = new Graph();
    const z = unitNorm(graph.constant(Z.flat(), [B, D]));
    const onehot = LABELS.flatMap((label) => Array.from({ length: C }, (_, c) => (c === label ? 1 : 0)));
    const row = graph.constant(new Array(C).fill(0), [C]);
    const batch = {
      labels: graph.constant(onehot, [B, C]),
      weights: graph.constant(weights, [B]),
      logPrior: row,
      classWeights: row,
    };
    const next = updateMemory(z, batch, memoryOn(graph, given), AGCACL);
    const [prototypes, seen, similarity] = evaluate(
      graph,
      [next.prototypes, next.seen, next.similarity],
      new Map(),
    );
    return { prototypes: prototypes!.data, seen: seen!.data, similarity: similarity!.data };
  }
  const norm = (row: readonly number[]): number[] => row.map((value) => value / Math.hypot(...row));

  it('moves a prototype a tenth of the way, and starts a new one at the mean', () => {
    const { prototypes, seen } = updated(PARTIAL, new Array(B).fill(1));
    const mean = [0, 2, 5]
      .map((i) => Z[i]!)
      .reduce((a, b) => a.map((v, d) => v + b[d]!))
      .map((v) => v / 3);
    const expected = norm(P[0]!.map((p, d) => 0.9 * p + 0.1 * mean[d]!));
    expected.forEach((value, d) => expect(prototypes[d]).toBeCloseTo(value, 10));
    Z[6]!.forEach((value, d) => expect(prototypes[3 * D + d]).toBeCloseTo(value, 10));
    expect([...seen]).toEqual([1, 1, 1, 1]);
  });

  it('leaves a class alone that the batch lacks or that is only padding', () => {
    const { prototypes, seen } = updated(PARTIAL, [1, 0, 1, 1, 0, 1, 0]);
    P[1]!.forEach((value, d) => expect(prototypes[D + d]).toBeCloseTo(value, 12));
    expect([...seen]).toEqual([1, 1, 1, 0]);
  });

  it("averages the prototypes' likeness into S", () => {
    const { prototypes, similarity } = updated(ALL, new Array(B).fill(1));
    const row = (c: number): number[] => [...prototypes.slice(c * D, (c + 1) * D)];
    expect(similarity[1]).toBeCloseTo(0.9 * S[0]![1]! + 0.1 * dot(row(0), row(1)), 12);
  });
});
