/** Heights and places of the lanes above the traces, CSS pixels. */
export const LANES = {
  rhythm: { top: 0, height: 16 },
  human: { top: 16, height: 18 },
  predicted: { top: 34, height: 18 },
  rr: { top: 52, height: 14 },
} as const;
export type Lane = keyof typeof LANES;
export const LANES_HEIGHT = 67;
export const AXIS_HEIGHT = 16;
export const CHIP_FONT = '600 11px "JetBrains Mono", monospace';
export const SMALL_FONT = '10px "JetBrains Mono", monospace';
