import type { BlindWindow } from '../../services/assignments/blind-marks.ts';

/** The window that asks, where it reads blind of its own accord. */
export function windowOf(query: {
  readonly blind: boolean;
  readonly readSetId?: number;
  readonly machineSetId?: number;
}): BlindWindow | undefined {
  const { blind, readSetId: setId, machineSetId } = query;
  return blind ? { setId, machineSetId } : undefined;
}
