/**
 * How long a page is waited for, and a worse machine, asked for by the environment, to find tests (and a window) that only hold on a good one:
 *
 *     PURKINJE_SLOW=4     the page's processor is so many times slower
 *     PURKINJE_LATE=300   each request to the api waits 0 to so many milliseconds before it leaves, in no order
 *     PURKINJE_SEED=2     other times to wait
 */
import type { Page } from 'playwright-core';
import { makeRandom } from '../../src-main/domain/random.ts';

/** What a page is given for anything that it is asked for; only a failure waits that long. */
export const PATIENCE_MS = 60_000;

const asked = (name: string): number => Number(process.env[name] ?? 0);

/** To be called before the page goes anywhere. */
export async function beset(page: Page): Promise<void> {
  const [rate, mostMs] = [asked('PURKINJE_SLOW'), asked('PURKINJE_LATE')];
  if (rate > 1) {
    const protocol = await page.context().newCDPSession(page);
    await protocol.send('Emulation.setCPUThrottlingRate', { rate });
  }
  if (mostMs > 0) {
    const random = makeRandom(asked('PURKINJE_SEED') || 1);
    await page.context().route('**/api/**', async (route) => {
      await new Promise((done) => setTimeout(done, mostMs * random.next()));
      // A page that was closed meanwhile asks no more.
      await route.continue().catch(() => {});
    });
  }
}
