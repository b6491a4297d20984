/**
 * Memory of the window over studies of 5 and 150 minutes (test/e2e/stand-in-*), read from the first page to the last, zoomed
 * out and in, on every page: it must not grow with the study. Needs `vite build` and a system Chromium.
 */
import { StandInApi } from '../e2e/stand-in-api.ts';
import { startStandIn } from '../e2e/stand-in-server.ts';
import type { BenchRow } from './bench-row.ts';
import { openPlainWindow, type PlainWindow, type WindowMemory } from './frames/plain-window.ts';
import { useWindow } from './frames/use-window.ts';

export const title = 'memory of the window, 19 channels at 977 Hz, 1366 x 768, Chromium without a GPU';

const MINUTES = [5, 150];
const SAMPLING_FREQUENCY = 977;
const BAR_MB = 500;
/** Chosen: what a study of 30 times the length may add; its labels and predictions alone are some MB. */
const GROWTH_MB = 100;

async function peakOf(minutes: number): Promise<WindowMemory> {
  const samples = minutes * 60 * SAMPLING_FREQUENCY;
  const { url, close } = await startStandIn(new StandInApi({ samples }));
  let window: PlainWindow | undefined;
  try {
    window = await openPlainWindow(url, [1366, 768]);
    return await useWindow(window);
  } finally {
    await window?.close();
    await close();
  }
}

export async function run(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const own: number[] = [];
  for (const minutes of MINUTES) {
    const peak = await peakOf(minutes);
    own.push(peak.own);
    rows.push({
      what: `memory of the window over ${minutes} minutes, peak`,
      value: peak.own,
      unit: 'MB',
      bar: `< ${BAR_MB} MB`,
      passed: peak.own < BAR_MB,
      note: `${peak.resident.toFixed(0)} MB with the files of Chromium`,
    });
  }
  const growth = own[1] - own[0];
  rows.push({
    what: `what ${MINUTES[1] / MINUTES[0]} times the length adds`,
    value: growth,
    unit: 'MB',
    bar: `< ${GROWTH_MB} MB`,
    passed: growth < GROWTH_MB,
  });
  return rows;
}
