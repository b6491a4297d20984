import { PurkinjeError } from '../../domain/errors.ts';
import { openDatabase, type LibraryDatabase } from '../../store/database.ts';
import { libraryFile } from '../../store/library-paths.ts';
import type { Workstation } from '../workstation.ts';
import { ordered, type QueueOrder, type Scored } from './order.ts';
import { queueBeats, type QueueBeat } from './queue-beats.ts';

export interface QueueRequest {
  readonly order: QueueOrder;
  /** The reader's own set: what is compared with, and what tells which beats were looked at. */
  readonly humanSet?: number;
  /** Class codes of the machine or of the reader; every class where there are none. */
  readonly classes?: readonly string[];
  /** Rhythm codes. */
  readonly rhythms?: readonly string[];
  readonly reviewed: 'no' | 'yes' | 'all';
  /** Hides everything that the machine said, its order too. */
  readonly blind: boolean;
  readonly offset: number;
  readonly limit: number;
}

export interface QueueItem {
  readonly sampleIndex: number;
  readonly machineId?: number;
  readonly machineClass?: string;
  readonly humanId?: number;
  readonly humanClass?: string;
  readonly confidence?: number;
  readonly abstained?: boolean;
  readonly score?: number;
  readonly reviewed: boolean;
}

export interface ReviewQueue {
  /** Beats that the class and rhythm filters leave, and how many of them a person has looked at. */
  readonly total: number;
  readonly reviewed: number;
  /** Items of the whole queue, of which `items` is a part. */
  readonly queued: number;
  readonly items: QueueItem[];
}

/** What the analysis thread is given: it reads the library by itself. */
export interface QueueTask {
  readonly libraryFile: string;
  readonly setId: number;
  readonly request: QueueRequest;
}

/**
 * The next beats to look at.
 * @throws NotFound; InvalidInput for a set without predictions, for two records, or for the machine's order in a blind reading
 */
export async function reviewQueue(
  { library, analysis, revisions }: Workstation,
  setId: number,
  request: QueueRequest,
): Promise<ReviewQueue> {
  const { order, blind, humanSet } = request;
  if (blind && order !== 'time')
    throw new PurkinjeError(
      'InvalidInput',
      'A blind reading goes by time: any other order tells what the model thinks.',
    );
  if (order === 'disagreement' && humanSet === undefined)
    throw new PurkinjeError('InvalidInput', 'Disagreement needs your own set to compare with.');
  const seen = humanSet === undefined ? 0 : revisions.of(humanSet);
  const key = `${setId} ${seen} ${JSON.stringify(request)}`;
  return analysis.run('queue', key, () => ({ libraryFile: libraryFile(library.path), setId, request }));
}

/** Runs in the analysis thread: joining and sorting tens of thousands of beats takes tens of milliseconds. */
export function readQueue({ libraryFile: file, setId, request }: QueueTask): ReviewQueue {
  const database = openDatabase(file, { readOnly: true });
  try {
    return queueOf(database, setId, request);
  } finally {
    database.close();
  }
}

function queueOf(database: LibraryDatabase, setId: number, request: QueueRequest): ReviewQueue {
  const { order, blind, humanSet, offset, limit } = request;
  const beats = queueBeats(database, setId, humanSet);
  const kept = isFiltered(request) ? beats.filter((beat) => passes(beat, request, blind)) : beats;
  // Rarity is judged over the whole set, whatever is filtered.
  const wanted = ordered(kept, order, beats);
  const reviewed = wanted.reduce((sum, { beat }) => sum + (beat.reviewed ? 1 : 0), 0);
  const queue =
    request.reviewed === 'all'
      ? wanted
      : wanted.filter(({ beat }) => beat.reviewed === (request.reviewed === 'yes'));
  return {
    total: wanted.length,
    reviewed,
    queued: queue.length,
    items: queue.slice(offset, offset + limit).map((one) => itemOf(one, blind)),
  };
}

function isFiltered({ classes = [], rhythms = [] }: QueueRequest): boolean {
  return classes.length > 0 || rhythms.length > 0;
}

/** In a blind reading the machine's class does not filter either. */
function passes(
  { machineClass, humanClass, rhythm }: QueueBeat,
  request: QueueRequest,
  blind: boolean,
): boolean {
  const { classes = [], rhythms = [] } = request;
  const codes = blind ? [humanClass] : [machineClass, humanClass];
  const ofClass = classes.length === 0 || codes.some((code) => code !== undefined && classes.includes(code));
  return ofClass && (rhythms.length === 0 || (rhythm !== undefined && rhythms.includes(rhythm)));
}

function itemOf({ beat, score }: Scored, blind: boolean): QueueItem {
  const { sampleIndex, machineId, humanId, humanClass, reviewed } = beat;
  const own = { sampleIndex, machineId, humanId, humanClass, reviewed };
  if (blind) return own;
  const { machineClass, confidence, abstained } = beat;
  return { ...own, machineClass, confidence: rounded(confidence), abstained, score: rounded(score) };
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
