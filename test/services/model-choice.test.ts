import { describe, expect, test } from 'vitest';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordDescription } from '../../src-main/domain/record.ts';
import { identifyLead } from '../../src-main/domain/lead.ts';
import { loadModel } from '../../src-main/inference/load-model.ts';
import { warningsFor } from '../../src-main/inference/warnings.ts';
import { mapChannels } from '../../src-main/dsp/preprocess/channels.ts';
import { findModel, isHolterLike, modelFor } from '../../src-main/services/models.ts';
import { memoryReader } from '../dsp/preprocess/memory-reader.ts';

function recording(names: readonly string[], minutes = 30, samplingFrequency = 360): RecordDescription {
  const scale = { units: 'mV', gain: 200, baseline: 0, adcResolution: 12, adcZero: 0 };
  const signals = names.map((originalName) => ({ originalName, ...identifyLead(originalName), ...scale }));
  const samples = minutes * 60 * samplingFrequency;
  return { name: 'r', format: 'wfdb', samplingFrequency, samples, comments: [], warnings: [], signals };
}

const TWELVE = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];

describe('the model where nobody names one', () => {
  test.each([
    ['two leads of a Holter recorder', recording(['MLII', 'V1']), true],
    ['three leads, a day', recording(['II', 'V1', 'V5'], 1440, 128), true],
    ['twelve leads', recording(TWELVE), false],
    ['leads and electrograms', recording(['II', 'V1', 'CS12']), false],
    ['electrograms alone', recording(['CS12', 'CS34']), false],
    ['a strip of ten seconds', recording(['II', 'V1'], 1 / 6), false],
    ['nothing known', recording(['PRESSURE']), false],
  ])('%s', (_, description, isHolter) => {
    expect(isHolterLike(description)).toBe(isHolter);
    expect(modelFor(description).id).toBe(isHolter ? 'mitbih-aami' : 'purkinje-ep');
  });

  test('the site\u2019s own channel names count', () => {
    const description = recording(['MODIFIED', 'MAP 1']);
    expect(isHolterLike(description)).toBe(false);
    expect(isHolterLike(description, { MODIFIED: 'II', 'MAP 1': 'V1' })).toBe(true);
  });

  test('a named one is used whatever the record; without the Holter model the default one', () => {
    expect(modelFor(recording(['MLII', 'V1']), 'purkinje-ep').id).toBe('purkinje-ep');
    const folder = mkdtempSync(join(tmpdir(), 'models-'));
    const only = join(folder, 'purkinje-ep', '1.0.0');
    mkdirSync(only, { recursive: true });
    writeFileSync(join(only, 'manifest.json'), JSON.stringify({ classes: ['N'] }));
    expect(modelFor(recording(['MLII', 'V1']), undefined, {}, folder).id).toBe('purkinje-ep');
    rmSync(folder, { recursive: true });
  });

  test('the result says that a Holter model made it, and which classes it can tell', () => {
    const { manifest } = loadModel(findModel('mitbih-aami').folder);
    const reader = memoryReader({ II: new Float32Array(1000), V1: new Float32Array(1000) }, 360);
    const map = mapChannels(reader.description.signals, manifest.preprocess);
    expect(warningsFor(reader, manifest, map).join(' ')).toMatch(/Holter.* N, SVPB, PVC, F, Q/);
    const study = loadModel(findModel('purkinje-ep').folder).manifest;
    const studyMap = mapChannels(reader.description.signals, study.preprocess);
    expect(warningsFor(reader, study, studyMap).join(' ')).not.toMatch(/Holter/);
  });
});
