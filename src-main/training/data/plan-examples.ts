import type { Annotation } from '../../domain/annotation.ts';
import { isBeat, isQualityMark, isRhythmMark } from '../../domain/annotation.ts';
import { beatClassOf } from '../../domain/beat-class.ts';
import type { Origin } from '../../domain/beat-class.ts';
import type { RhythmCode, RhythmSpan } from '../../domain/rhythm.ts';
import { rhythmSpansOf } from '../../domain/rhythm.ts';
import type { LabelGrouping } from '../groupings/grouping.ts';
import { labelsOf } from '../groupings/grouping.ts';

/** Where an example lies and what it is, before any signal is read. Sample indices at the record's frequency. */
export interface PlannedExample {
  readonly centre: number;
  readonly labels: readonly number[];
  readonly segment: number;
  /** What of the window counts: outside it is zeroed. Whole where undefined. */
  readonly bounds?: readonly [from: number, to: number];
  /** Overlaps another window of its class: for training only. */
  readonly dense: boolean;
  /** Ambiguous by the signal: for scoring only. */
  readonly scoreOnly?: boolean;
}

/** Examples left out, by why: counted, never silent. */
export interface Dropped {
  readonly unlabelled: number;
  readonly mixed: number;
  readonly badSignal: number;
}

export interface ExamplePlan {
  readonly examples: readonly PlannedExample[];
  readonly dropped: Dropped;
}

/** Method, preprocessing step 4 and label grouping. */
export const SEGMENT_RULES = {
  windowSeconds: 2.048,
  strideSeconds: 2.048,
  denseStrideSeconds: 0.512,
  /** Classes with fewer segments are cut densely for training. */
  denseBelowSegments: 100,
  mostWindows: 64,
  shortestSeconds: 1,
  /** Share of a window's beats that must agree with its segment's class. */
  agreement: 0.8,
} as const;

const AGREEING: Readonly<Record<RhythmCode, readonly Origin[]>> = {
  SR: ['sinus'],
  AP: ['paced-a'],
  VP: ['paced-v'],
  AVNRT: ['avnrt'],
  AVRT: ['avrt'],
  JR: ['junctional'],
  ATR: ['atrial'],
  AF: ['af'],
  VR: ['ventricular', 'vt'],
};

/** Spans from a `~` that says noise (subtype not 0) to the next `~`. */
function badSpans(annotations: readonly Annotation[], samples: number): [number, number][] {
  const marks = annotations.filter(isQualityMark);
  return marks.flatMap((mark, i): [number, number][] =>
    (mark.subtype ?? 0) !== 0 ? [[mark.sampleIndex, marks[i + 1]?.sampleIndex ?? samples]] : [],
  );
}

function agrees(beat: Annotation, span: RhythmSpan): boolean {
  const origin = beatClassOf(beat)?.origin;
  if (!origin || !span.code) return false;
  // Bigeminy is every other beat ventricular: its sinus beats belong to it.
  return AGREEING[span.code].includes(origin) || (span.mark === '(B' && origin === 'sinus');
}

/** One example a beat that the grouping names. */
function planBeats(
  annotations: readonly Annotation[],
  samples: number,
  grouping: LabelGrouping,
  dropBadSignal: boolean,
  scoreOnly: readonly string[],
): ExamplePlan {
  const bad = dropBadSignal ? badSpans(annotations, samples) : [];
  const examples: PlannedExample[] = [];
  let segment = 0;
  let [unlabelled, badSignal] = [0, 0];
  for (const annotation of annotations) {
    if (isRhythmMark(annotation)) segment++;
    if (!isBeat(annotation)) continue;
    const labels = labelsOf(grouping, annotation);
    const centre = annotation.sampleIndex;
    if (!labels) unlabelled++;
    else if (bad.some(([from, to]) => centre >= from && centre < to)) badSignal++;
    else
      examples.push({
        centre,
        labels,
        segment,
        dense: false,
        scoreOnly: scoreOnly.includes(annotation.symbol),
      });
  }
  return { examples, dropped: { unlabelled, mixed: 0, badSignal } };
}

/** Centres of a segment's windows: a stride's grid from its begin, at most `mostWindows` evenly taken; one if it is short. */
function centresOf({ from, to }: RhythmSpan, samplingFrequency: number, strideSeconds: number): number[] {
  const window = SEGMENT_RULES.windowSeconds * samplingFrequency;
  if (to - from < SEGMENT_RULES.shortestSeconds * samplingFrequency) return [];
  if (to - from <= window) return [Math.round((from + to) / 2)];
  const stride = strideSeconds * samplingFrequency;
  const count = 1 + Math.floor((to - from - window) / stride);
  const centres = Array.from({ length: count }, (_, k) => Math.round(from + window / 2 + k * stride));
  const most = SEGMENT_RULES.mostWindows;
  return count <= most
    ? centres
    : Array.from({ length: most }, (_, k) => centres[Math.floor((k * count) / most)]);
}

/** Windows of each rhythm segment. `denseClasses`: codes that are also cut at the dense stride. */
function planSegments(
  annotations: readonly Annotation[],
  samples: number,
  samplingFrequency: number,
  grouping: LabelGrouping,
  denseClasses: readonly string[],
): ExamplePlan {
  const beats = annotations.filter(isBeat);
  const bad = badSpans(annotations, samples);
  const half = (SEGMENT_RULES.windowSeconds * samplingFrequency) / 2;
  const examples: PlannedExample[] = [];
  let [unlabelled, mixed, badSignal] = [0, 0, 0];
  rhythmSpansOf(annotations, samples).forEach((span, segment) => {
    const labels = labelsOf(grouping, { symbol: '+', aux: span.mark });
    const plain = centresOf(span, samplingFrequency, SEGMENT_RULES.strideSeconds);
    if (!labels) {
      unlabelled += plain.length;
      return;
    }
    const isDense = denseClasses.includes(grouping.outputs[0].classes[labels[0]].name);
    const centres = isDense ? centresOf(span, samplingFrequency, SEGMENT_RULES.denseStrideSeconds) : plain;
    for (const centre of centres) {
      const bounds = [Math.max(span.from, centre - half), Math.min(span.to, centre + half)] as const;
      const inside = beats.filter(({ sampleIndex: at }) => at >= bounds[0] && at < bounds[1]);
      const agreeing = inside.filter((beat) => agrees(beat, span)).length;
      if (bad.some(([from, to]) => centre >= from && centre < to)) badSignal++;
      else if (inside.length === 0 || agreeing < SEGMENT_RULES.agreement * inside.length) mixed++;
      else examples.push({ centre, labels, segment, bounds, dense: !plain.includes(centre) });
    }
  });
  return { examples, dropped: { unlabelled, mixed, badSignal } };
}

export interface PlanOptions {
  readonly grouping: LabelGrouping;
  readonly denseClasses?: readonly string[];
  /** Leaves beats in bad `~` spans out; the AAMI protocol keeps them. */
  readonly dropBadSignal?: boolean;
  /** Beats with one of these symbols are scored but never trained on. */
  readonly scoreOnly?: readonly string[];
}

/** Which examples a record gives, in time order. */
export function planExamples(
  annotations: readonly Annotation[],
  samples: number,
  samplingFrequency: number,
  { grouping, denseClasses = [], dropBadSignal = true, scoreOnly = [] }: PlanOptions,
): ExamplePlan {
  return grouping.unit === 'beat'
    ? planBeats(annotations, samples, grouping, dropBadSignal, scoreOnly)
    : planSegments(annotations, samples, samplingFrequency, grouping, denseClasses);
}

/** Labelled segments of each class in a record: decides which classes are cut densely. */
export function segmentCounts(
  annotations: readonly Annotation[],
  samples: number,
  grouping: LabelGrouping,
): number[] {
  const counts = grouping.outputs[0].classes.map(() => 0);
  for (const { mark } of rhythmSpansOf(annotations, samples)) {
    const label = labelsOf(grouping, { symbol: '+', aux: mark })?.[0];
    if (label !== undefined) counts[label]++;
  }
  return counts;
}
