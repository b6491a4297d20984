import type { Annotation } from '../domain/annotation.ts';
import { makeRandom } from '../domain/random.ts';
import type { SignalDescription } from '../domain/record.ts';
import { beatsOf, durationFactorsOf } from './beats.ts';
import { Heart } from './heart/heart.ts';
import { byTime, markRuns, rhythmMarks, withUnclassifiable } from './label.ts';
import type { BodyModel } from './render/body-model.ts';
import { INDEPENDENT_LEADS, makeBodyModel } from './render/body-model.ts';
import type { Contacts } from './render/contacts.ts';
import { makeContacts } from './render/contacts.ts';
import { planSpells, qualityMarks } from './render/disturbance.ts';
import type { LayoutName } from './render/layout.ts';
import { SAMPLING_FREQUENCY, bipolesOfLayout, signalsOf } from './render/layout.ts';
import { localTruth } from './render/local-truth.ts';
import { noiseLevels } from './render/noise.ts';
import { Recorder } from './render/recorder.ts';
import type { Story } from './story/laboratory.ts';
import type { ScenarioName } from './story/scenarios.ts';
import { storyOf } from './story/scenarios.ts';
import type { Subject, SubjectOptions } from './subject.ts';
import { makeSubject } from './subject.ts';
import type { Truth } from './truth.ts';

export interface StudyOptions {
  /** The same seed and options give the same study, bit for bit. */
  readonly seed: number;
  readonly subject?: SubjectOptions;
  /** Length; 2 unless given. */
  readonly minutes?: number;
  /** What happens; `ep-study` (the subject's diagnosis decides) unless given. */
  readonly scenario?: ScenarioName | Story;
  /** Channels; the 19 of most Leipzig records unless given. */
  readonly layout?: LayoutName;
  /** Channels that record nothing, as `x0027`'s ABL12. */
  readonly flat?: readonly string[];
  /** Ends the study when its story ends, if that is before `minutes`. */
  readonly endWithStory?: boolean;
  /** How many beats are marked `Q`: those at changes of rhythm first, as an annotator would. */
  readonly unclassifiable?: number;
  /** Factor on all disturbances; 1 unless given. */
  readonly noise?: number;
}

/** A study that never was: no clinical evidence may be drawn from it. */
export interface SimulatedStudy {
  readonly name: string;
  readonly samplingFrequency: 977;
  readonly samples: number;
  readonly signals: readonly SignalDescription[];
  readonly annotations: readonly Annotation[];
  readonly truth: Truth;
  readonly subject: Subject;
  /** Digital values, `[signal][sample]`, ten seconds at a time; each call begins anew and gives the same. */
  blocks(): Iterable<Int32Array[]>;
  /** The whole study at once: for short ones only. */
  digital(): Int32Array[];
}

function runHeart(options: StudyOptions, subject: Subject, until: number): Heart {
  const random = makeRandom(options.seed).fork('study');
  const heart = new Heart(subject, random.fork('heart'));
  const { scenario = 'ep-study' } = options;
  const story = typeof scenario === 'string' ? storyOf(scenario, subject.diagnosis) : scenario;
  for (const ms of story({ heart, random: random.fork('story') })) {
    heart.advance(Math.min(ms, until - heart.now));
    if (heart.now >= until) break;
  }
  if (heart.now < until)
    heart.advance(options.endWithStory ? Math.min(1200, until - heart.now) : until - heart.now);
  return heart;
}

function truthOf(heart: Heart, beats: Truth['beats'], body: BodyModel, { near }: Contacts): Truth {
  const { places } = heart.anatomy;
  const atria = heart.happenings.waves
    .filter(({ chamber, partial }) => chamber === 'atria' && !partial)
    .map(({ start, origin, times }) => {
      const at = (name: string): number => {
        const point = places.get(name)!.point;
        let first = Infinity;
        for (const [place, time] of times) first = Math.min(first, time + places.get(place)!.arrival[point]);
        return first;
      };
      const coronarySinus = Object.fromEntries(
        ['CS90', 'CS78', 'CS56', 'CS34', 'CS12'].map((name) => [name, at(name)]),
      );
      return { start, mechanism: origin, septum: Math.min(at('septum'), at('CS-os')), coronarySinus };
    });
  const { his, accessory, stimuli } = heart.happenings;
  return { beats, atria, his, local: localTruth(heart.happenings, body, near), accessory, stimuli };
}

function collect(blocks: Iterable<Int32Array[]>, signals: number, samples: number): Int32Array[] {
  const out = Array.from({ length: signals }, () => new Int32Array(samples));
  let at = 0;
  for (const block of blocks) {
    block.forEach((row, k) => out[k].set(row, at));
    at += block[0].length;
  }
  return out;
}

/** Makes a study from a seed. Events and annotations are made at once, the signals when `blocks` is read. */
export function simulateStudy(options: StudyOptions): SimulatedStudy {
  const { seed, minutes = 2, layout = 'full' } = options;
  const subject = makeSubject(seed, options.subject);
  const heart = runHeart(options, subject, minutes * 60_000);
  const samples = Math.round((heart.now / 1000) * SAMPLING_FREQUENCY);
  const random = makeRandom(seed).fork('recording');
  const bipoles = bipolesOfLayout(layout);
  const body = makeBodyModel(subject, heart.anatomy, bipoles, random.fork('body'));
  const recording = random.fork('recorder');
  const contacts = makeContacts(heart.anatomy, bipoles, recording.fork('contacts'));
  const durationFactors = durationFactorsOf(heart.happenings.waves);
  const beats = beatsOf(heart, body, durationFactors).filter(({ rPeak }) => rPeak >= 0 && rPeak < samples);
  const judged = markRuns(
    beats.map(({ rPeak, symbol, aux }) => ({ sampleIndex: rPeak, symbol, aux })),
    SAMPLING_FREQUENCY,
  );
  const marked = withUnclassifiable(judged, options.unclassifiable ?? 0, random.fork('unclassifiable'));
  const rows = INDEPENDENT_LEADS.length + bipoles.length;
  const spells = planSpells(samples, rows, options.noise ?? 1, random.fork('spells'));
  const annotations: Annotation[] = [
    ...marked.map(({ sampleIndex, symbol, aux }) =>
      aux ? { sampleIndex, symbol, aux } : { sampleIndex, symbol },
    ),
    ...rhythmMarks(marked, SAMPLING_FREQUENCY),
    ...qualityMarks(spells),
  ].sort(byTime);
  const signals = signalsOf(layout);
  const blocks = (): Iterable<Int32Array[]> =>
    new Recorder(heart, body, {
      layout,
      samples,
      noise: noiseLevels(options.noise ?? 1),
      random: recording,
      contacts,
      durationFactors,
      spells,
      flat: options.flat ?? [],
    }).blocks();
  const labelled = beats.map((beat, k) => ({ ...beat, symbol: marked[k].symbol, aux: marked[k].aux }));
  return {
    name: subject.name,
    samplingFrequency: SAMPLING_FREQUENCY,
    samples,
    signals,
    annotations,
    truth: truthOf(heart, labelled, body, contacts),
    subject,
    blocks,
    digital: () => collect(blocks(), signals.length, samples),
  };
}
