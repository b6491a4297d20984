import type { BeatExplanation } from '../../inference/explain.ts';
import { siblingUrl } from '../../jobs/sibling-url.ts';
import { revived } from '../system/revive-failure.ts';
import { openWorkerPool } from '../system/worker-pool.ts';
import type { BeatQuestion } from './explain-beat.ts';
import type { SimilarBeats, SimilarQuestion } from './similar-beats.ts';

/** Explanations of single beats, made in a thread of their own; the last ones are kept. */
export interface Explanations {
  /** @throws what `explainBeat` throws */
  explain(setId: number, annotationId: number): Promise<BeatExplanation>;
  /** Not kept: labels elsewhere change. @throws what `similarBeats` throws */
  similar(setId: number, annotationId: number, reader: string): Promise<SimilarBeats>;
  close(): Promise<void>;
}

/** What the thread is asked. */
export type ExplanationTask =
  | { readonly kind: 'explain'; readonly question: BeatQuestion }
  | { readonly kind: 'similar'; readonly question: BeatQuestion & SimilarQuestion };

/** Beats kept: 3 kB each. A machine set is never edited, and ids are never given again. */
const KEPT = 512;

export function openExplanations(path: string): Explanations {
  const pool = openWorkerPool<ExplanationTask, BeatExplanation | SimilarBeats>(
    siblingUrl(import.meta.url, './explain-worker'),
    1,
  );
  const kept = new Map<string, Promise<BeatExplanation>>();
  const ask = (key: string, question: BeatQuestion): Promise<BeatExplanation> => {
    const asked = (pool.run({ kind: 'explain', question }) as Promise<BeatExplanation>).catch(
      (error: unknown) => {
        kept.delete(key);
        throw revived(error);
      },
    );
    kept.set(key, asked);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    return asked;
  };
  return {
    explain: (setId, annotationId) => {
      const key = `${setId} ${annotationId}`;
      return kept.get(key) ?? ask(key, { path, setId, annotationId });
    },
    similar: (setId, annotationId, reader) =>
      (
        pool.run({
          kind: 'similar',
          question: { path, setId, annotationId, reader },
        }) as Promise<SimilarBeats>
      ).catch((error: unknown) => {
        throw revived(error);
      }),
    close: () => pool.close(),
  };
}
