/** H, and A before it, on the channel mapped as HIS: a person confirms them for a beat; AH and HV follow. */
import type { RecordDetail } from '../../src-main/api/contract/record-schemas.ts';
import { nextOf } from '../beats/beat-union.ts';
import type { Annotations } from './annotations.svelte.ts';
import type { StudyMark, StudyMarks } from './study-marks.svelte.ts';

/** H lies this long before the R peak at most, as the main side has it. */
const LONGEST_BEFORE_R_SECONDS = 0.25;

export class HisMarks {
  readonly channel: RecordDetail['channels'][number] | undefined;
  #reach: number;
  #annotations: Annotations;
  #marks: StudyMarks;

  constructor(record: RecordDetail, annotations: Annotations, marks: StudyMarks) {
    this.channel = record.channels.find(({ group }) => group === 'HIS');
    this.#reach = LONGEST_BEFORE_R_SECONDS * record.samplingFrequency;
    this.#annotations = annotations;
    this.#marks = marks;
  }

  get list(): readonly StudyMark[] {
    return this.#marks.of('his');
  }

  /** Why nothing can be confirmed here; undefined where it can. */
  get refusal(): string | undefined {
    return this.channel ? undefined : 'No His channel: Alt C says which channel it is.';
  }

  /** H of the beat that follows a place; one that was confirmed before moves there. @returns what to tell */
  async confirm(at: number): Promise<string> {
    const beat = this.#beatAfter(at);
    if (beat === undefined) return 'No QRS within 250 ms behind this place: H belongs to a beat.';
    const known = this.#markOf(beat);
    const kept = known
      ? await this.#marks.change(known, { from: at })
      : await this.#marks.add({ kind: 'his', from: at });
    return kept ? `H confirmed on ${this.channel!.name}` : (this.#marks.fault ?? '');
  }

  /** A of the beat whose H follows a place. */
  async atrial(at: number): Promise<string> {
    const mark = this.list.find(({ from }) => from > at && from - at <= 2 * this.#reach);
    if (!mark) return 'No confirmed H behind this place: confirm H first, Alt H.';
    const kept = await this.#marks.change(mark, { details: { a: Math.round(at) } });
    return kept ? `A marked on ${this.channel!.name}` : (this.#marks.fault ?? '');
  }

  /** Moves the A or the H of a mark. */
  async move(mark: StudyMark, which: 'a' | 'h', at: number): Promise<void> {
    await this.#marks.change(mark, which === 'h' ? { from: at } : { details: { a: Math.round(at) } });
  }

  #beatAfter(at: number): number | undefined {
    const { union } = this.#annotations;
    const row = nextOf(union.sampleIndex, union.count, at + 1);
    const beat = union.sampleIndex[row];
    return row < union.count && beat - at <= this.#reach ? beat : undefined;
  }

  #markOf(beat: number): StudyMark | undefined {
    return this.list.find(({ from }) => from < beat && from >= beat - this.#reach);
  }
}

/** Sample index of a mark's A, where it has one. */
export function atrialOf(mark: StudyMark): number | undefined {
  const a = (mark.details as { a?: unknown } | undefined)?.a;
  return typeof a === 'number' ? a : undefined;
}
