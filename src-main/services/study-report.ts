import type { RecordDetail } from './records/record-detail.ts';

/** What a first start tells about the study that it made. */
export interface StudyReport {
  readonly record: Pick<RecordDetail, 'name' | 'durationSeconds' | 'signals'>;
  readonly study: string;
  readonly records: number;
  readonly beats: number;
  /** Class code -> predicted beats, most frequent first; undefined where no model is installed. */
  readonly predicted?: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** Lines for the terminal. */
export function reportText({ study, records, record, beats, predicted, seconds }: StudyReport): string {
  const minutes = `${Math.floor(record.durationSeconds / 60)}:${String(Math.floor(record.durationSeconds % 60)).padStart(2, '0')}`;
  const classes =
    predicted === undefined
      ? 'not classified: no trained model is installed'
      : Object.entries(predicted)
          .map(([code, count]) => `${code} ${count}`)
          .join(', ');
  return [
    `Study      ${study} (simulated, no clinical evidence)`,
    `Records    ${records}, ${minutes} min`,
    `Channels   ${record.signals}`,
    `Beats      ${beats}`,
    `Predicted  ${classes}`,
    `Time       ${seconds.toFixed(1)} s`,
  ].join('\n');
}
