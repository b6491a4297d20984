/** Answers of the stand-in server: one study of 2.5 hours, 19 channels at 977 Hz, 20,000 beats, with a prediction on each. */
import type { Edit, EditResult } from '../../src-main/api/contract/annotations.ts';
import type { StudyMark, Step as StepAnswer } from '../../src-main/api/contract/measurements.ts';
import { PurkinjeError } from '../../src-main/domain/errors.ts';
import type { EndpointName } from '../../src-main/api/contract/index.ts';
import { BEAT_CLASSES, beatClassByCode, beatClassOf } from '../../src-main/domain/beat-class.ts';
import { makeRandom } from '../../src-main/domain/random.ts';
import { encodeAnnotations } from '../../src-main/formats/wfdb/annotation-encode.ts';
import { averageOf, type AverageBody } from './stand-in-average.ts';
import { annotationsOf, predictionsOf, type Predicted, type Row } from './stand-in-columns.ts';
import { beatTableOf, StandInDesk } from './stand-in-desk.ts';
import { comparisonOf, CONSENSUS, StandInConsensus } from './stand-in-consensus.ts';
import { isBeat } from '../../src-main/domain/annotation.ts';
import { episodesOf, stimuliOf } from './stand-in-pacing.ts';
import { measurementOf, withAliases } from './stand-in-measures.ts';
import { beatsOfStretch, makeChannels, STRETCH, type StandInChannel } from './stand-in-heart.ts';
import { familiesOf } from './stand-in-families.ts';
import { withRhythm } from './stand-in-rhythm.ts';
import { windowOf } from './stand-in-window.ts';
import {
  detailOf,
  HUMAN,
  probabilitiesOf,
  FIXED_ANSWERS,
  studyOf,
  summaryOf,
  type StandInSize,
} from './stand-in-study.ts';

/** Of labels, or of marks that are kept with the record: the desk's before and after. */
type Step =
  | { readonly before: readonly Row[]; readonly after: readonly Row[] }
  | { readonly marksBefore: StudyMark[]; readonly marksAfter: StudyMark[] };

export interface StandInOptions {
  readonly samples?: number;
  readonly samplingFrequency?: number;
  readonly beatsAStretch?: number;
  /** [from, to) samples of channel II that are missing. */
  readonly missing?: readonly [number, number];
  readonly studies?: boolean;
}

export class StandInApi {
  readonly samples: number;
  readonly samplingFrequency: number;
  readonly desk = new StandInDesk();
  readonly consensus = new StandInConsensus();
  #channels: StandInChannel[];
  #rows: Row[] = [];
  #predicted: Predicted[] = [];
  #undo: Step[] = [];
  #redo: Step[] = [];
  #revision = 1;
  #nextId = 1_000_000;
  #settings: Record<string, unknown> = {};
  #missing: readonly [number, number] | undefined;
  #empty: boolean;

  constructor(options: StandInOptions = {}) {
    this.samples = options.samples ?? 8_824_019;
    this.samplingFrequency = options.samplingFrequency ?? 977;
    this.#missing = options.missing;
    this.#empty = options.studies === false;
    const beats = beatsOfStretch(this.samplingFrequency, options.beatsAStretch ?? 594);
    this.#channels = makeChannels(this.samplingFrequency, beats);
    const random = makeRandom(3);
    for (let start = 0; start < this.samples; start += STRETCH)
      for (const beat of beats) {
        if (start + beat.sampleIndex >= this.samples) break;
        const row = {
          ...beat,
          id: this.#rows.length + 1,
          sampleIndex: start + beat.sampleIndex,
          provenance: 'imported',
        };
        this.#rows.push(row);
        const wrong = random.next() < 0.03;
        const code = wrong ? BEAT_CLASSES[random.integer(20)].code : beatClassOf(row)!.code;
        this.#predicted.push({
          row,
          code,
          confidence: wrong ? 0.4 + 0.4 * random.next() : 0.8 + 0.2 * random.next(),
        });
      }
    this.#rows = withRhythm(this.#rows);
  }

  /** As it was last written; undefined: never. */
  setting(key: string): unknown {
    return this.#settings[key];
  }

  answer(name: EndpointName, params: Record<string, string>, query: URLSearchParams, body: Buffer): unknown {
    const json = (): Record<string, unknown> =>
      JSON.parse(body.toString() || '{}') as Record<string, unknown>;
    switch (name) {
      case 'getSettings':
        return { settings: this.#settings };
      case 'putSetting':
        this.#settings[params.key] = json().value;
        return {};
      case 'listStudies':
        return { studies: this.#empty ? [] : [{ ...studyOf(), records: [summaryOf(this.#size())] }] };
      case 'getRecord':
        return withAliases(detailOf(this.#size()), this.#settings.channelAliases);
      case 'compareSets':
        return comparisonOf(this.#rows, this.#predicted);
      case 'createConsensus':
        return this.#consensus(String(json().name));
      case 'getAdjudication':
        return this.consensus.adjudication(this.#rows);
      case 'getEpisodes':
        return {
          setId: HUMAN,
          revision: this.#revision,
          episodes: episodesOf(this.#beats(), this.samplingFrequency),
        };
      case 'getStimuli':
        return stimuliOf(this.desk.marks, this.samplingFrequency);
      case 'getMeasurement':
        return this.#measurement(Number(query.get('at')));
      case 'getWindow':
        return windowOf(this.#channels, query, this.#missing);
      case 'getAnnotations':
        return annotationsOf(this.#rows, {
          revision: this.#revision,
          canUndo: this.#undo.length > 0,
          canRedo: this.#redo.length > 0,
        });
      case 'getPredictions':
        return predictionsOf(this.#predicted);
      case 'getProbabilities':
        return this.#probabilities(Number(params.annotationId));
      case 'applyEdit':
        return this.#edit(json().edit as Edit);
      case 'undoStep':
        return this.#step(this.#undo, this.#redo, 'before');
      case 'redoStep':
        return this.#step(this.#redo, this.#undo, 'after');
      case 'getFamilies':
        return familiesOf(this.#rows, this.#revision);
      case 'regroupFamilies':
        return familiesOf(this.#rows, this.#revision, json().families as number[][]);
      case 'getAverageBeat':
        return averageOf(this.#channels, this.samplingFrequency, json() as unknown as AverageBody);
      case 'getSetFile':
        return this.#file(query.get('format')!);
      case 'getBeatTable':
        return beatTableOf(this.#beats(), this.samplingFrequency, [
          Number(query.get('from')),
          Number(query.get('to')),
        ]);
      default:
        return this.#otherwise(name, params, body);
    }
  }

  #otherwise(name: EndpointName, params: Record<string, string>, body: Buffer): unknown {
    if (name in FIXED_ANSWERS) return FIXED_ANSWERS[name];
    const json = JSON.parse(body.toString() || '{}') as Record<string, unknown>;
    const marksBefore = this.desk.marks;
    const answer = this.desk.answer(name, params, json, this.#revision);
    if (this.desk.marks !== marksBefore) {
      this.#undo.push({ marksBefore, marksAfter: this.desk.marks });
      this.#redo = [];
    }
    if (answer !== undefined) return answer;
    throw new Error(`The stand-in does not answer ${name}.`);
  }

  #beats(): { id: number; sampleIndex: number; code: string }[] {
    return this.#rows.flatMap((row) => {
      const code = row.symbol === '+' || row.symbol === '"' ? undefined : beatClassOf(row)?.code;
      return code === undefined ? [] : [{ id: row.id, sampleIndex: row.sampleIndex, code }];
    });
  }

  #file(format: string): Uint8Array {
    const annotations = this.#rows.map(({ sampleIndex, symbol, aux }) => ({
      sampleIndex,
      symbol,
      aux: aux === '' ? undefined : aux,
      subtype: 0,
      channel: 0,
      number: 0,
    }));
    if (format === 'json') return new TextEncoder().encode(JSON.stringify(annotations));
    return encodeAnnotations(annotations, { samplingFrequency: this.samplingFrequency });
  }

  #size(): StandInSize {
    return {
      samples: this.samples,
      samplingFrequency: this.samplingFrequency,
      beats: this.#predicted.length,
      annotations: this.#rows.length,
      channels: this.#channels,
    };
  }

  #consensus(name: string): unknown {
    this.#rows = this.consensus.begin(this.#rows, this.#predicted);
    this.#revision++;
    const [human] = detailOf(this.#size()).annotationSets;
    const set = { ...human, id: CONSENSUS, name, kind: 'consensus', editable: true };
    const { undecided } = this.consensus;
    return { set, agreed: this.#predicted.length - undecided, undecided };
  }

  #measurement(at: number) {
    const beats = this.#beats().filter(
      ({ sampleIndex }) => Math.abs(sampleIndex - at) < 2 * this.samplingFrequency,
    );
    const { channels } = withAliases(detailOf(this.#size()), this.#settings.channelAliases);
    return measurementOf(beats.slice(0, 3), this.desk.marks, channels, this.samplingFrequency);
  }

  #probabilities(annotationId: number) {
    const found = this.#predicted.find(({ row }) => row.id + 2_000_000 === annotationId);
    if (!found) throw new Error('No such prediction.');
    return probabilitiesOf(found.code, found.confidence);
  }

  #edit(edit: Edit): EditResult {
    const before: Row[] = [];
    const after: Row[] = [];
    const change = (row: Row, to: Partial<Row>): void => {
      before.push(row);
      after.push({ ...row, ...to });
    };
    const byId = new Map(this.#rows.map((row) => [row.id, row]));
    if (edit.kind === 'insert')
      for (const one of edit.annotations)
        after.push({ id: this.#nextId++, aux: '', provenance: edit.provenance ?? 'shown', ...one });
    if (edit.kind === 'insert') before.push(...(edit.removed ?? []).map((id) => byId.get(id)!));
    if (edit.kind === 'delete') before.push(...edit.ids.map((id) => byId.get(id)!));
    if (edit.kind === 'relabel')
      for (const id of edit.ids)
        change(byId.get(id)!, {
          symbol: edit.mark.symbol,
          aux: edit.mark.aux ?? '',
          provenance: edit.provenance,
        });
    if (edit.kind === 'move')
      for (const { id, sampleIndex } of edit.moves) change(byId.get(id)!, { sampleIndex });
    if (edit.kind === 'accept')
      for (const id of edit.machineIds) {
        const found = this.#predicted.find(({ row }) => row.id + 2_000_000 === id)!;
        const { symbol, aux } = beatClassByCode(found.code)!;
        const row = this.#rows.find(
          (r) => r.symbol !== '+' && Math.abs(r.sampleIndex - found.row.sampleIndex) < 60,
        );
        if (row) change(row, { symbol, aux, provenance: 'accepted' });
        else
          after.push({
            id: this.#nextId++,
            sampleIndex: found.row.sampleIndex,
            symbol,
            aux,
            provenance: 'accepted',
          });
      }
    if (edit.kind === 'episode')
      for (const row of this.#rows)
        if (row.sampleIndex >= edit.from && row.sampleIndex < edit.to && isBeat(row))
          change(row, { symbol: edit.mark.symbol, aux: edit.mark.aux ?? '', provenance: 'bulk' });
    this.#undo.push({ before, after });
    this.#redo = [];
    return this.#apply(before, after, edit.kind);
  }

  #step(from: Step[], to: Step[], target: 'before' | 'after'): StepAnswer {
    const step = from.pop();
    if (!step)
      throw new PurkinjeError('Conflict', `There is nothing to ${target === 'before' ? 'undo' : 'redo'}.`);
    to.push(step);
    const [left, entered] =
      target === 'before' ? (['after', 'before'] as const) : (['before', 'after'] as const);
    if ('before' in step)
      return { labels: this.#apply(step[left], step[entered], target === 'before' ? 'undo' : 'redo') };
    const [gone, now] =
      target === 'before' ? [step.marksAfter, step.marksBefore] : [step.marksBefore, step.marksAfter];
    this.desk.marks = now;
    return {
      marks: {
        changed: now.filter((mark) => !gone.includes(mark)),
        removed: gone.filter(({ id }) => now.every((mark) => mark.id !== id)).map(({ id }) => id),
      },
    };
  }

  #apply(remove: readonly Row[], add: readonly Row[], what: string): EditResult {
    const gone = new Set(remove.map(({ id }) => id));
    const added = new Set(add.map(({ id }) => id));
    this.#rows = [...this.#rows.filter(({ id }) => !gone.has(id)), ...add].sort(
      (a, b) => a.sampleIndex - b.sampleIndex,
    );
    this.#revision++;
    return {
      setId: HUMAN,
      revision: this.#revision,
      what,
      changed: [...add],
      removed: [...gone].filter((id) => !added.has(id)),
      canUndo: this.#undo.length > 0,
      canRedo: this.#redo.length > 0,
    };
  }
}
