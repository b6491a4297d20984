import { isBeat } from '../../domain/annotation.ts';
import { beatClassOf } from '../../domain/beat-class.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { matchBeats } from '../../domain/match-beats.ts';
import { listAnnotationSets, type AnnotationSet } from '../../store/annotation-sets.ts';
import { readAnnotations, sampleIndexOf, type StoredAnnotation } from '../../store/annotations.ts';
import { setsHiddenFrom } from '../../store/assignments.ts';
import type { LibraryDatabase } from '../../store/database.ts';
import { readEmbeddings, setsOfModelElsewhere, type Embeddings } from '../../store/embeddings.ts';
import { findStudy } from '../../store/studies.ts';
import { kindOf, requireSet } from '../annotations/set-summary.ts';
import { requireRecord } from '../records/require-record.ts';
import type { BeatQuestion } from './explain-beat.ts';

/** A beat that a person labelled in another patient's study, and how like the model finds it. */
export interface SimilarBeat {
  readonly recordId: number;
  readonly record: string;
  readonly study: string;
  readonly sampleIndex: number;
  readonly samplingFrequency: number;
  readonly code: string;
  /** Whose label it is. */
  readonly by: string;
  /** Cosine of the embeddings, -1..1. */
  readonly similarity: number;
}

export interface SimilarBeats {
  /** Highest first. */
  readonly beats: SimilarBeat[];
  /** Records of other patients that were looked through: classified by the same model version, labelled by a person. */
  readonly records: number;
  /** Why none can be given; undefined where they can. */
  readonly why?: string;
}

const MOST = 5;
/** Of one record, so that one study with many alike beats does not fill the list. */
const MOST_OF_RECORD = 2;

export interface SimilarQuestion extends Pick<BeatQuestion, 'setId' | 'annotationId'> {
  /** Who asks: labels of a reading that is blind to them are left out. */
  readonly reader: string;
}

/**
 * The labelled beats of other patients that the model finds most like one of its beats. Runs in a thread: some 2 ms for
 * each 10,000 beats of the library.
 * @throws NotFound
 */
export function similarBeats(
  database: LibraryDatabase,
  { setId, annotationId, reader }: SimilarQuestion,
): SimilarBeats {
  const set = requireSet(database, setId);
  const sampleIndex = sampleIndexOf(database, setId, annotationId);
  const own = readEmbeddings(database, setId);
  if (!own) return none('This record was classified before embeddings were kept: classify it again.');
  const beat = sampleIndex === undefined ? -1 : own.sampleIndex.indexOf(sampleIndex);
  if (beat < 0)
    throw new PurkinjeError('NotFound', `There is no predicted beat ${annotationId} in set ${setId}.`);
  const wanted = own.values.subarray(beat * own.width, (beat + 1) * own.width);
  const elsewhere =
    set.modelVersionId === undefined ? [] : setsOfModelElsewhere(database, set.modelVersionId, set.recordId);
  const hidden = setsHiddenFrom(database, reader);
  const found: SimilarBeat[] = [];
  let records = 0;
  for (const other of elsewhere) {
    const labels = labelsOf(database, other.recordId, hidden);
    const embeddings = labels && readEmbeddings(database, other.setId);
    if (!labels || embeddings?.width !== own.width) continue;
    records++;
    found.push(...similarIn(database, other.recordId, embeddings, wanted, labels));
  }
  if (records === 0)
    return none('No other patient’s record was classified by this model and labelled by a person.');
  return { beats: found.sort((a, b) => b.similarity - a.similarity).slice(0, MOST), records };
}

function none(why: string): SimilarBeats {
  return { beats: [], records: 0, why };
}

interface Labels {
  readonly set: AnnotationSet;
  readonly beats: readonly StoredAnnotation[];
}

/** What a person says of a record: the newest set of theirs, else what came with it. A consensus counts once decided. */
function labelsOf(
  database: LibraryDatabase,
  recordId: number,
  hidden: ReadonlySet<number>,
): Labels | undefined {
  const human = listAnnotationSets(database, recordId).filter(
    ({ id, origin }) => origin === 'human' && !hidden.has(id),
  );
  for (const set of human.toReversed()) {
    const isConsensus = kindOf(set) === 'consensus';
    const beats = readAnnotations(database, set.id).filter(
      (one) => isBeat(one) && beatClassOf(one)?.trained && !(isConsensus && one.provenance === 'imported'),
    );
    if (beats.length > 0) return { set, beats };
  }
  return undefined;
}

function similarIn(
  database: LibraryDatabase,
  recordId: number,
  embeddings: Embeddings,
  wanted: Int8Array,
  { set, beats }: Labels,
): SimilarBeat[] {
  const record = requireRecord(database, recordId);
  const { toSecond } = matchBeats(
    embeddings.sampleIndex,
    beats.map(({ sampleIndex }) => sampleIndex),
    record.samplingFrequency,
  );
  const study = findStudy(database, record.studyId)?.name ?? '';
  return cosines(embeddings, wanted)
    .map((similarity, beat) => ({
      similarity,
      label: beats.at(toSecond[beat] < 0 ? beats.length : toSecond[beat]),
    }))
    .filter((one): one is { similarity: number; label: StoredAnnotation } => one.label !== undefined)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, MOST_OF_RECORD)
    .map(({ similarity, label }) => ({
      recordId,
      record: record.name,
      study,
      sampleIndex: label.sampleIndex,
      samplingFrequency: record.samplingFrequency,
      code: beatClassOf(label)?.code ?? label.symbol,
      by: set.author,
      similarity: Math.round(similarity * 1000) / 1000,
    }));
}

/** Cosine of each beat with the wanted direction. */
function cosines({ values, width, sampleIndex }: Embeddings, wanted: Int8Array): number[] {
  const norm = Math.hypot(...wanted) || 1;
  return Array.from(sampleIndex, (_, beat) => {
    let [dot, square] = [0, 0];
    for (let k = 0; k < width; k++) {
      const value = values[beat * width + k];
      dot += value * wanted[k];
      square += value * value;
    }
    return dot / (norm * Math.sqrt(square || 1));
  });
}
