/** A reader's way through a study by keys alone, with an eye on the window's memory. */
import type { PlainWindow, WindowMemory } from './plain-window.ts';

/** The view says itself when its traces are drawn. */
export const SETTLED = `(() => {
  const host = document.querySelector('.host');
  return host?.getAttribute('aria-busy') === 'false' && host.traceView?.settled === true;
})()`;

const repeated = (key: string, times: number): string[] => Array.from({ length: times }, () => key);

/** Screens along the record, zoomed out and in, filters on and off, a stretch of the queue. @returns the highest seen */
export async function useWindow(window: PlainWindow): Promise<WindowMemory> {
  let peak: WindowMemory = { own: 0, resident: 0 };
  const look = async (): Promise<void> => {
    const now = await window.memory();
    peak = { own: Math.max(peak.own, now.own), resident: Math.max(peak.resident, now.resident) };
  };
  await window.until(SETTLED);
  for (let pass = 0; pass < 4; pass++) {
    for (const keys of [
      repeated('PageDown', 100),
      repeated('-', 8),
      repeated('PageDown', 10),
      repeated('+', 8),
      repeated('f', 4),
    ]) {
      for (let k = 0; k < keys.length; k += 10) {
        await window.press(keys.slice(k, k + 10), 30);
        await look();
      }
      await window.until(SETTLED);
      await look();
    }
  }
  await window.press(['q'], 500);
  for (let k = 0; k < 20; k++) {
    await window.press([' '], 200);
    await look();
  }
  return peak;
}
