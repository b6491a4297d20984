import { DEVICES } from '../../engine/program-runner.ts';
import { LOSSES } from '../../network/loss-config.ts';
import type { LossName } from '../../network/loss-config.ts';
import { parseGrouping } from '../../training/groupings/grouping.ts';

/** What the command line may choose from. */
export const DEVICE_NAMES = DEVICES;
export const LOSS_NAMES = Object.keys(LOSSES) as LossName[];

/** A site's own label grouping. @throws InvalidInput naming the file */
export const parseGroupingText = parseGrouping;
