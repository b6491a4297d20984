import type { BeatWaves, Wave } from '../../src-main/dsp/delineate/waves.ts';
import type { MarkedWave } from './ludb.ts';

/** A wave is found where its peak lies within the cardiologist's marks: stricter than the usual 150 ms. */
export interface WaveScore {
  readonly found: number;
  readonly missed: number;
  /** Waves given between the first and last marked QRS where none is marked. */
  readonly extra: number;
  /** ms, ours minus the mark. */
  readonly onsetErrors: readonly number[];
  readonly offsetErrors: readonly number[];
}

export const NO_SCORE: WaveScore = { found: 0, missed: 0, extra: 0, onsetErrors: [], offsetErrors: [] };

/** QRS complexes are matched within 150 ms of the marked peak. */
function matches(kind: MarkedWave['kind'], wave: Wave, mark: MarkedWave, samplingFrequency: number): boolean {
  if (kind === 'qrs') return Math.abs(wave.peak - mark.peak) <= 0.15 * samplingFrequency;
  return wave.peak >= mark.onset && wave.peak <= mark.offset;
}

export function scoreWaves(
  kind: MarkedWave['kind'],
  beats: readonly BeatWaves[],
  marks: readonly MarkedWave[],
  samplingFrequency: number,
): WaveScore {
  const given = beats.flatMap((beat) => beat[kind] ?? []);
  const qrs = marks.filter((mark) => mark.kind === 'qrs');
  const wanted = marks.filter((mark) => mark.kind === kind);
  const ms = 1000 / samplingFrequency;
  const used = new Set<Wave>();
  const [onsetErrors, offsetErrors]: [number[], number[]] = [[], []];
  for (const mark of wanted) {
    const wave = given.find((one) => !used.has(one) && matches(kind, one, mark, samplingFrequency));
    if (!wave) continue;
    used.add(wave);
    onsetErrors.push((wave.onset - mark.onset) * ms);
    offsetErrors.push((wave.offset - mark.offset) * ms);
  }
  const within = ({ peak }: Wave) =>
    qrs.length > 0 && peak > qrs[0].offset && peak < qrs[qrs.length - 1].onset;
  const extra = given.filter((wave) => !used.has(wave) && within(wave)).length;
  return { found: used.size, missed: wanted.length - used.size, extra, onsetErrors, offsetErrors };
}

export function addScores(one: WaveScore, other: WaveScore): WaveScore {
  return {
    found: one.found + other.found,
    missed: one.missed + other.missed,
    extra: one.extra + other.extra,
    onsetErrors: [...one.onsetErrors, ...other.onsetErrors],
    offsetErrors: [...one.offsetErrors, ...other.offsetErrors],
  };
}

export function meanAndDeviation(errors: readonly number[]): { mean: number; deviation: number } {
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const square = errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / errors.length;
  return { mean, deviation: Math.sqrt(square) };
}
