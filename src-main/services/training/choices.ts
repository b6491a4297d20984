import { readFileSync } from 'node:fs';
import { PurkinjeError } from '../../domain/errors.ts';
import { DEVICES, ENGINES } from '../../engine/program-runner.ts';
import { LOSSES } from '../../network/loss-config.ts';
import type { LossName } from '../../network/loss-config.ts';
import type { LabelGrouping } from '../../training/groupings/grouping.ts';
import { parseGrouping } from '../../training/groupings/grouping.ts';

/** What the command line may choose from. */
export const DEVICE_NAMES = DEVICES;
export const ENGINE_NAMES = ENGINES;
export const LOSS_NAMES = Object.keys(LOSSES) as LossName[];

/** A site's own label grouping, from its file. @throws FileMissing; InvalidInput naming the file and what is wrong */
export function readGrouping(path: string): LabelGrouping {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new PurkinjeError('FileMissing', `${path} cannot be read.`, { file: path }, { cause });
  }
  return parseGrouping(text, path);
}
