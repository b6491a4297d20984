import type { DateOrder } from '../../domain/date-order.ts';
import type { DecimalMark } from '../../domain/decimal-mark.ts';
import { readSetting, writeSetting } from '../../store/settings.ts';
import type { Workstation } from '../workstation.ts';

export interface BatchRequest {
  /** Absolute. */
  readonly folder: string;
  /** Where reports and exports go; undefined: nothing is written. */
  readonly out?: string;
  readonly reports: boolean;
  readonly formats: readonly ('atr' | 'csv' | 'json')[];
  readonly classify: boolean;
  /** The default model where it is not named. */
  readonly model?: string;
  /** Of the reports. */
  readonly decimalMark?: DecimalMark;
  readonly acceptTruncated: boolean;
  /** Of ambiguous dates; undefined: they stay asked. */
  readonly dateOrder?: DateOrder;
}

export interface BatchItem {
  readonly recordId: number;
  readonly record: string;
  readonly state: 'waiting' | 'classifying' | 'writing' | 'done' | 'failed';
  /** Beats of the model's set, by class code. */
  readonly beats: number;
  readonly classes: Readonly<Record<string, number>>;
  /** Relative to the folder written to. */
  readonly files: readonly string[];
  /** What went wrong, or what was there already. */
  readonly message?: string;
}

export interface BatchState extends BatchRequest {
  readonly state: 'running' | 'stopped' | 'done';
  readonly doing: string;
  /** 0..1. */
  readonly progress: number;
  readonly items: readonly BatchItem[];
  /** What could not be imported. */
  readonly failures: readonly { readonly path: string; readonly message: string }[];
}

/** Kept beside the settings, out of the windows' reach; erasing a patient takes it away, for it holds names. */
const KEY = 'batch';

/** The last batch; one that was running when the program ended stopped with it. */
export function readBatch({ library }: Workstation): BatchState | undefined {
  const kept = readSetting(library.database, KEY) as BatchState | undefined;
  return kept?.state === 'running' ? { ...kept, state: 'stopped', doing: '' } : kept;
}

export function keepBatch({ library }: Workstation, state: BatchState): void {
  writeSetting(library.database, KEY, state);
}
