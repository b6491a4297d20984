import { PurkinjeError, type ErrorCode, type ErrorPlace } from '../../domain/errors.ts';
import { siblingUrl } from '../../jobs/sibling-url.ts';
import type { FamilyFindings, FamilyTask } from '../families/find-families.ts';
import type { FoundStimulus, StimulusTask } from '../episodes/find-stimuli.ts';
import type { BeatTask, MeasuredBeats } from '../measurements/measure-beats.ts';
import type { AverageResult, AverageTask } from '../pages/average-beat.ts';
import type { PageTask } from '../pages/page-task.ts';
import type { ReportTask } from '../report/render-report.ts';
import type { QueueTask, ReviewQueue } from '../queue/review-queue.ts';
import { openWorkerPool } from '../system/worker-pool.ts';

/** What the thread can be asked for, by kind: what it is given and what it gives back. */
export interface AnalysisKinds {
  readonly families: { readonly task: FamilyTask; readonly result: FamilyFindings };
  readonly beats: { readonly task: BeatTask; readonly result: MeasuredBeats };
  readonly report: { readonly task: ReportTask; readonly result: Uint8Array<ArrayBuffer> };
  readonly page: { readonly task: PageTask; readonly result: Uint8Array<ArrayBuffer> };
  readonly average: { readonly task: AverageTask; readonly result: AverageResult };
  readonly queue: { readonly task: QueueTask; readonly result: ReviewQueue };
  readonly stimuli: { readonly task: StimulusTask; readonly result: FoundStimulus[] };
}
export type AnalysisKind = keyof AnalysisKinds;

/** A message to the thread. */
export type AnalysisMessage = {
  [Kind in AnalysisKind]: { readonly kind: Kind; readonly task: AnalysisKinds[Kind]['task'] };
}[AnalysisKind];
export type AnalysisResult = AnalysisKinds[AnalysisKind]['result'];

/** Computations on samples in a thread of their own, with the last results kept. */
export interface Analysis {
  /**
   * @param key what the result depends on besides the kind; the same key gives the kept result
   * @throws what the computation throws
   */
  run<Kind extends AnalysisKind>(
    kind: Kind,
    key: string,
    task: () => AnalysisKinds[Kind]['task'],
  ): Promise<AnalysisKinds[Kind]['result']>;
  close(): Promise<void>;
}

/** Results kept of each kind: families of 20,000 beats are a few MB. */
const KEPT = 4;
/** Two: the queue's next beats do not wait until families are found. */
const THREADS = 2;

export function openAnalysis(): Analysis {
  const pool = openWorkerPool<AnalysisMessage, AnalysisResult>(
    siblingUrl(import.meta.url, './analysis-worker'),
    THREADS,
  );
  const keptOf = new Map<AnalysisKind, Map<string, Promise<AnalysisResult>>>();
  const start = (
    kept: Map<string, Promise<AnalysisResult>>,
    name: string,
    message: AnalysisMessage,
  ): Promise<AnalysisResult> => {
    const running = pool.run(message).catch((error: unknown) => {
      kept.delete(name);
      throw revived(error);
    });
    kept.set(name, running);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    return running;
  };
  return {
    run: <Kind extends AnalysisKind>(kind: Kind, key: string, task: () => AnalysisKinds[Kind]['task']) => {
      const kept = keptOf.get(kind) ?? new Map<string, Promise<AnalysisResult>>();
      keptOf.set(kind, kept);
      const known = kept.get(key) ?? start(kept, key, { kind, task: task() } as AnalysisMessage);
      return known as Promise<AnalysisKinds[Kind]['result']>;
    },
    close: () => pool.close(),
  };
}

/** An expected failure of the thread, as one of ours again: classes do not survive the way. */
function revived(error: unknown): unknown {
  if (error instanceof Error) return error;
  const { code, message, place } = error as { code: ErrorCode; message: string; place: ErrorPlace };
  return new PurkinjeError(code, message, place);
}
