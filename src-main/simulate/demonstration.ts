import { afterBeat } from './story/ambulatory.ts';
import { nextSinusBeat } from './story/ignite.ts';
import type { Laboratory } from './story/laboratory.ts';
import { drive, induce, terminate, wait } from './story/laboratory.ts';
import { favourAtypical } from './story/scenarios.ts';
import type { SimulatedStudy } from './study.ts';
import { simulateStudy } from './study.ts';

function* story(laboratory: Laboratory): Generator<number, void, void> {
  const { heart } = laboratory;
  yield* wait(25);
  yield* nextSinusBeat(heart);
  heart.premature('atrial-focus', 500);
  yield* wait(6);
  yield* afterBeat(laboratory, 'ventricular-focus', 420);
  yield* wait(6);
  for (const coupling of [330, 310]) {
    yield* drive(laboratory, { site: 'RVA', cycle: 500, beats: 8, coupling });
    yield* wait(3);
  }
  yield* induce(laboratory, { site: 'HRA', cycle: 500, from: 380, step: 10, to: 220 });
  yield* wait(28);
  yield* terminate(laboratory, 'HRA', heart.subject.electrophysiology.reentryCycle - 36);
  yield* wait(15);
  favourAtypical(laboratory);
  yield* induce(laboratory, { site: 'RVA', cycle: 450, from: 330, step: 10, to: 220 });
  yield* wait(25);
  yield* terminate(laboratory, 'HRA', 300);
  for (;;) yield* wait(10);
}

/**
 * The study that a first start shows: a girl of 14 with AVNRT. Sinus rhythm with an atrial and a ventricular premature
 * beat, ventricular and atrial drives, typical AVNRT started by an atrial extra-stimulus and ended by burst pacing,
 * later an atypical AVNRT whose VA interval is over 70 ms. Simulated: no clinical evidence.
 */
export function demonstrationStudy(seed = 3): SimulatedStudy {
  return simulateStudy({
    seed,
    minutes: 5.5,
    subject: { name: 'x001', age: 14, sex: 'F', diagnosis: 'AVNRT', atypical: true },
    scenario: story,
  });
}
