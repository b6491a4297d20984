import type { LossName } from '../../network/loss-config.ts';
import { PRESETS, type PresetName } from '../training/presets.ts';
import type { TrainRequest } from '../training/train.ts';

/** What belongs to a preset unless it is told otherwise; sized for two cores. */
const BY_PRESET = {
  study: { split: 'subject', folds: 5, members: 1 },
  leipzig: { split: 'subject', folds: 5, members: 1 },
  mitbih: { split: 'leave-out', folds: 7, members: 6 },
} as const;

/** A training as it is where nobody says more than the data and where to write. */
export function trainDefaults(preset: PresetName) {
  return {
    ...BY_PRESET[preset],
    seeds: 1,
    version: '1.0.0',
    answers: preset === 'study' ? 'drawn' : 'balanced',
    loss: PRESETS[preset].loss as LossName,
    variant: 'multimodal',
    mostWindows: 0,
    // The small two-lead network gains nothing from an accelerator.
    device: preset === 'mitbih' ? 'cpu' : 'auto',
    threads: 0,
    parallel: 1,
    risk: 0.05,
  } as const satisfies Partial<TrainRequest>;
}
