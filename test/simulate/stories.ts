import { ignite } from '../../src-main/simulate/story/ignite.ts';
import type { Story } from '../../src-main/simulate/story/laboratory.ts';

/** AVNRT while the bundle's lower part recovers too slowly for every beat: 2:1 block, the tachycardia goes on above it. */
export const blockedAvnrt: Story = function* (laboratory) {
  const { heart } = laboratory;
  yield 2500;
  yield* ignite(laboratory);
  yield 4000;
  const lower = heart.pathway('lower')!;
  lower.forward!.refractory = heart.subject.electrophysiology.reentryCycle * 1.45;
  yield 8000;
  lower.forward!.refractory = 200;
  yield 60_000;
};

/** A long cycle, then an atrial beat after a short one (Ashman). */
export const longShort: Story = function* ({ heart }) {
  for (;;) {
    yield 3000;
    heart.sinusTone = 1.35;
    yield 2500;
    heart.premature('atrial-focus', Math.max(1, heart.lastAt('sinus') + 300 - heart.now));
    heart.sinusTone = 1;
  }
};

/** The sinus node slows to less than the junction's own rate, and comes back. */
export const slowSinus: Story = function* ({ heart }) {
  for (;;) {
    yield 4000;
    heart.sinusTone = 3;
    yield 9000;
    heart.sinusTone = 1;
  }
};
