/** What was measured and is kept with the record: intervals that a person put right or measured, and calipers; both leave as a file. */
import type { Measurement } from '../../src-main/api/contract/measurements.ts';
import { keptAs, type IntervalEnds } from '../../src-main/domain/kept-interval.ts';
import { measurementCsv } from '../beats/measurement-csv.ts';
import { safeName, saveFile } from './save-file.ts';
import type { StudyMarks } from './study-marks.svelte.ts';

export class Measured {
  #marks: StudyMarks;
  #record: { readonly name: string; readonly samplingFrequency: number };

  constructor(marks: StudyMarks, record: { readonly name: string; readonly samplingFrequency: number }) {
    this.#marks = marks;
    this.#record = record;
  }

  get count(): number {
    return this.#marks.of('caliper').length + this.#marks.of('measurement').length;
  }

  /** Keeps an interval of the measured beats as a person says it is; one that was not found is measured by hand. */
  async keep(found: Measurement, name: string, ms: number, ends?: IntervalEnds): Promise<void> {
    const value = found.values.find((one) => one.name === name);
    const on = value?.on ?? found.refused.find((one) => one.name === name)?.missingOn;
    if (on === undefined) return;
    const known = keptAs(name, found, this.#marks.of('measurement'));
    const details = { name, ms: Math.round(ms), measured: value?.ms, on, ends };
    const mark = { kind: 'measurement', from: found.from, to: found.to, details } as const;
    await (known ? this.#marks.change(known, mark) : this.#marks.add(mark));
  }

  /** @returns the file's name */
  takeOut(document: Document): string {
    const marks = [...this.#marks.of('caliper'), ...this.#marks.of('measurement')];
    const text = measurementCsv(
      marks.sort((a, b) => a.from - b.from),
      this.#record.samplingFrequency,
    );
    const name = `${safeName(this.#record.name)}-measurements.csv`;
    saveFile(document, new TextEncoder().encode(text).buffer, name, 'text/csv');
    return name;
  }
}
