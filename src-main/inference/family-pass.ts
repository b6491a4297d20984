import type { WindowBatch } from '../dsp/preprocess/window-batch.ts';
import type { ModelManifest } from '../dsp/preprocess/model-manifest.ts';
import type { WindowRun } from '../dsp/preprocess/record-windows.ts';
import type { FamilyEvidence } from '../dsp/families/family-evidence.ts';
import { addShifts, recordShifts } from '../dsp/families/family-evidence.ts';
import { WindowShapes } from '../dsp/families/window-shapes.ts';
import type { BeatDecisions } from './decide.ts';
import { writeAnswers } from './decide.ts';

/** What the network says of a run of windows: by output `logits.<name>`, `[windows][classes]`. */
export type RunLogits = Readonly<Record<string, Float32Array>>;

/** A manifest whose beats speak by families. */
export type FamilyManifest = ModelManifest & { readonly families: FamilyEvidence };

export function sharesByFamily(manifest: ModelManifest): manifest is FamilyManifest {
  return manifest.families !== undefined;
}

function classesOf({ outputs, families }: FamilyManifest): readonly string[] {
  return outputs.find(({ name }) => name === families.output)!.classes;
}

/** Gathers the shapes and the logits of all beats of a record, run by run, for what their families share. */
export class FamilyPass {
  private readonly manifest: FamilyManifest;
  private readonly shapes: WindowShapes;
  private readonly logits: Float32Array;
  private readonly priors: Float32Array;

  constructor(beats: number, manifest: FamilyManifest) {
    const { ecgLeads, windowSamples, samplingFrequency } = manifest.preprocess;
    const layout = { leads: ecgLeads.length, windowSamples, samplingFrequency };
    this.manifest = manifest;
    this.shapes = new WindowShapes(beats, layout, manifest.families);
    this.logits = new Float32Array(beats * classesOf(manifest).length);
    this.priors = new Float32Array(beats * manifest.preprocess.priors.length);
  }

  /** @param first the run's first beat. Nothing of the run is kept but copies */
  add(first: number, batch: Pick<WindowBatch, 'ecg' | 'priors' | 'count'>, logits: RunLogits): void {
    for (let row = 0; row < batch.count; row++) this.shapes.add(first + row, batch.ecg, row);
    this.priors.set(batch.priors, first * this.manifest.preprocess.priors.length);
    this.logits.set(
      logits[`logits.${this.manifest.families.output}`],
      first * classesOf(this.manifest).length,
    );
  }

  /** Once every beat was added: `[beats]`, log-odds. */
  shifts(): Float32Array {
    const { families, preprocess } = this.manifest;
    const priors = { names: preprocess.priors, values: this.priors };
    return recordShifts(this.shapes, this.logits, classesOf(this.manifest), families, priors);
  }
}

/** Moves the logits of a run, in place, by the shifts of its beats. */
export function moveByFamily(logits: RunLogits, manifest: FamilyManifest, shifts: Float32Array): void {
  const { families } = manifest;
  addShifts(logits[`logits.${families.output}`], classesOf(manifest), families, shifts);
}

/** A run that was decided beat by beat, and what of it is decided anew. */
export interface DecidedRun {
  readonly decisions: BeatDecisions;
  readonly logits: RunLogits;
}

/**
 * Decides the runs of a record by families: all are read before the first is given, as what a beat is depends on its
 * like anywhere in the record. Kept in the meantime are about a kilobyte a beat: 100 MB for a day of two leads.
 * @param beats of the whole record
 * @param decide what the network says of one run
 */
export async function* decideByFamily(
  windows: AsyncIterable<WindowRun>,
  beats: number,
  manifest: FamilyManifest,
  decide: (run: WindowRun) => Promise<DecidedRun>,
): AsyncGenerator<{ readonly first: number; readonly beats: number; readonly decisions: BeatDecisions }> {
  const pass = new FamilyPass(beats, manifest);
  const held: (DecidedRun & { readonly first: number; readonly beats: number })[] = [];
  for await (const run of windows) {
    const decided = await decide(run);
    pass.add(run.first, run.batch, decided.logits);
    held.push({ ...decided, first: run.first, beats: run.batch.count });
  }
  const shifts = pass.shifts();
  for (const { first, beats: count, decisions, logits } of held) {
    moveByFamily(logits, manifest, shifts.subarray(first, first + count));
    writeAnswers(logits, count, manifest, decisions, 0);
    yield { first, beats: count, decisions };
  }
}
