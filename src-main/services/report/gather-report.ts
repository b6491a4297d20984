import { beatClassByCode } from '../../domain/beat-class.ts';
import { decimalText, plainText, type DecimalMark } from '../../domain/decimal-mark.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { keptIntervalOf } from '../../domain/kept-interval.ts';
import { durationOf } from '../../domain/record.ts';
import { listAnnotationSets, type AnnotationSet } from '../../store/annotation-sets.ts';
import { readPredictions } from '../../store/predictions.ts';
import type { StoredRecord } from '../../store/records.ts';
import { listStudyMarks } from '../../store/study-marks.ts';
import { beatsPerClass, kindOf, summarise } from '../annotations/set-summary.ts';
import { listEpisodes } from '../episodes/episodes.ts';
import { beatsBetween } from '../measurements/beat-run.ts';
import { listModels } from '../models.ts';
import { signaturesOf } from '../people/sign-offs.ts';
import { requireRecord } from '../records/require-record.ts';
import type { StudyHead } from '../records/studies.ts';
import type { Workstation } from '../workstation.ts';
import { decimalMarkOf } from './decimal-mark.ts';
import { frameOf, headOfRecord } from './frame-of.ts';
import type {
  ClassCount,
  MachineLabels,
  ReportContent,
  SignedLabels,
  Strip,
  UnsignedMarks,
} from './report-content.ts';
import { signedAverages } from './signed-averages.ts';
import { isSigned, keptMarks, signedIntervals, withoutRun, type KeptMark } from './signed-intervals.ts';

export interface ReportRequest {
  /** Undefined: as the library's setting says. */
  readonly decimalMark?: DecimalMark;
  /** The reader's own words. */
  readonly findings: string;
  readonly strips: readonly {
    readonly from: number;
    readonly title?: string;
    readonly channels?: readonly number[];
    readonly millimetresPerSecond: 25 | 50;
  }[];
}

/** Strips that are taken where nobody chose any: the first onsets, else the beginning. */
const USUAL_STRIPS = 3;
const LEAD_IN_SECONDS = 2;
const USUAL_CHANNELS = ['I', 'II', 'V1', 'V6', 'HIS', 'ABL12', 'CS90', 'CS12', 'RVA12'];
const MOST_CHANNELS = 12;
/** Study marks that are entries of the log; the others are tools' or stand elsewhere in the report. */
const LOGGED: ReadonlySet<string> = new Set([
  'bookmark',
  'catheter',
  'drug',
  'ablation',
  'manoeuvre',
  'note',
]);

/** @throws NotFound; InvalidInput for a strip outside the record */
export async function gatherReport(
  workstation: Workstation,
  recordId: number,
  request: ReportRequest,
): Promise<ReportContent> {
  const { database } = workstation.library;
  const record = requireRecord(database, recordId);
  const head = headOfRecord(workstation, record);
  const sets = listAnnotationSets(database, recordId);
  const human = sets.filter(({ origin }) => origin === 'human');
  const signed = human.filter(({ id }) => signaturesOf(workstation, id).length > 0);
  const kept = keptMarks(workstation, recordId);
  const labels = await Promise.all(signed.map((set) => signedLabels(workstation, record, set, kept)));
  const left = kept.filter((mark) => !signed.some((set, i) => isSigned(mark, set, labels[i].signatures)));
  const frame = frameOf(head, record, decimalMarkOf(workstation, request.decimalMark));
  const machine = sets.filter((set) => kindOf(set) === 'classifier').slice(-1);
  return {
    ...frame,
    study: head.title,
    recordLines: linesOf(record, head, frame.decimalMark),
    warnings: record.warnings.map(({ message }) => message),
    findings: request.findings,
    signed: labels,
    unsigned: human.filter((set) => !signed.includes(set)).map(({ name }) => name),
    unsignedIntervals: countsByAuthor(left.filter(isInterval)),
    unsignedAverages: countsByAuthor(left.filter((mark) => !isInterval(mark))),
    machine: machine.map((set) => machineLabels(workstation, set)),
    log: listStudyMarks(database, recordId)
      .filter(({ kind }) => LOGGED.has(kind))
      .map(({ from, kind, text }) => ({ sampleIndex: from, text: `${kind}: ${text}` })),
    strips: stripsOf(record, request, labels[0]),
    beats: signed.length > 0 ? beatsBetween(database, signed[0].id) : [],
  };
}

function linesOf(record: StoredRecord, { patient, startTime }: StudyHead, mark: DecimalMark): string[] {
  const frequency = plainText(record.samplingFrequency, mark);
  const duration = decimalText(durationOf(record), 1, mark);
  const about = [
    patient.sex,
    patient.ageYears === undefined ? undefined : `${plainText(patient.ageYears, mark)} years`,
  ];
  return [
    `Record ${record.name}, ${record.format}, ${frequency} Hz, ${duration} s, as recorded ${startTime ?? 'without a time'}`,
    `Channels ${record.signals.map(({ name }) => name).join(' ')}`,
    `Patient ${about.filter((part) => part !== undefined).join(', ') || 'nothing told but the identifiers'}`,
  ];
}

async function signedLabels(
  workstation: Workstation,
  record: StoredRecord,
  set: AnnotationSet,
  marks: readonly KeptMark[],
): Promise<SignedLabels> {
  const { database } = workstation.library;
  const classes = classCounts(beatsPerClass(database, set.id));
  const signatures = signaturesOf(workstation, set.id);
  const covered = marks.filter((mark) => isSigned(mark, set, signatures));
  const kept = covered.filter(isInterval);
  const averages = covered.filter((mark) => !isInterval(mark));
  const codes = classes.map(({ code }) => code);
  const intervals = await signedIntervals(workstation, set, codes, kept);
  return {
    name: set.name,
    author: set.author,
    beats: classes.reduce((sum, { count }) => sum + count, 0),
    classes,
    signatures,
    episodes: listEpisodes(workstation, set.id),
    intervals,
    averages: await signedAverages(workstation, record, set, averages),
    stray: withoutRun(intervals, kept).map(({ details, author, from }) => ({
      name: keptIntervalOf(details)!.name,
      by: author,
      sampleIndex: from,
    })),
  };
}

const isInterval = ({ kind }: KeptMark): boolean => kind === 'measurement';

function countsByAuthor(marks: readonly KeptMark[]): UnsignedMarks[] {
  const counts = new Map<string, number>();
  for (const { author } of marks) counts.set(author, (counts.get(author) ?? 0) + 1);
  return [...counts].map(([by, count]) => ({ by, count }));
}

function machineLabels({ library }: Workstation, set: AnnotationSet): MachineLabels {
  const { database } = library;
  const model = summarise(database, set).model ?? set.author;
  const details = (set.details ?? {}) as { without?: string[]; warnings?: string[] };
  const classes = classCounts(beatsPerClass(database, set.id));
  const card = listModels().find(({ id, version }) => `${id} ${version}` === model)?.card;
  return {
    model,
    createdAt: set.createdAt,
    beats: classes.reduce((sum, { count }) => sum + count, 0),
    classes,
    abstained: readPredictions(database, set.id)?.abstained.reduce((sum, one) => sum + one, 0) ?? 0,
    without: details.without ?? [],
    warnings: details.warnings ?? [],
    limits: card === undefined ? undefined : limitsOf(card),
  };
}

/** The section of a card that is headed Limits. */
export function limitsOf(card: string): string | undefined {
  const [, after] = card.split(/^##\s+Limits\s*$/m);
  return after?.split(/^##\s/m)[0].trim();
}

function classCounts(counts: Readonly<Record<string, number>>): ClassCount[] {
  return Object.entries(counts)
    .map(([code, count]) => ({
      code,
      count,
      meaning: beatClassByCode(code)?.meaning ?? 'label outside the class table',
    }))
    .sort((a, b) => b.count - a.count);
}

function stripsOf(
  record: StoredRecord,
  { strips }: ReportRequest,
  labels: SignedLabels | undefined,
): Strip[] {
  const usual = usualChannels(record);
  const lead = Math.round(LEAD_IN_SECONDS * record.samplingFrequency);
  const onsets = (labels?.episodes ?? []).slice(0, USUAL_STRIPS).map(({ from, code }) => ({
    from: Math.max(0, from - lead),
    title: `Onset of an episode labelled ${code}`,
    millimetresPerSecond: 25 as const,
  }));
  const beginning = [{ from: 0, title: 'Beginning of the record', millimetresPerSecond: 25 as const }];
  const chosen: ReportRequest['strips'] = strips.length > 0 ? strips : onsets.length > 0 ? onsets : beginning;
  return chosen.map(({ from, title = 'Strip', channels = usual, millimetresPerSecond }) => {
    const fits = from < record.samples && channels.every((channel) => channel < record.signals.length);
    if (!fits || channels.length === 0 || channels.length > MOST_CHANNELS)
      throw new PurkinjeError(
        'InvalidInput',
        `A strip lies in the record and shows 1 to ${MOST_CHANNELS} of its channels.`,
      );
    return { from, title, channels, millimetresPerSecond };
  });
}

function usualChannels({ signals }: StoredRecord): number[] {
  const named = USUAL_CHANNELS.flatMap((wanted) => {
    const at = signals.findIndex(({ name }) => name === wanted);
    return at < 0 ? [] : [at];
  });
  return named.length > 0 ? named : signals.map((_, index) => index).slice(0, USUAL_CHANNELS.length);
}
