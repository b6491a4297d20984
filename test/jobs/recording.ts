import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Annotation } from '../../src-main/domain/annotation.ts';
import { makeRandom } from '../../src-main/domain/random.ts';
import { MISSING_SAMPLE } from '../../src-main/domain/record.ts';
import { encodeAnnotations } from '../../src-main/formats/wfdb/annotation-encode.ts';
import { encodeRecord } from '../../src-main/formats/wfdb/record-write.ts';
import type { WritableFormat } from '../../src-main/formats/wfdb/record-write.ts';

export interface MadeRecording {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly digital: readonly Int32Array[];
  readonly annotations: readonly Annotation[];
}

/** A small WFDB recording of noise with a gap, made from its name: II and CS12, with an `.atr`. */
export function makeRecording(name: string, samples = 5000, format: WritableFormat = 16): MadeRecording {
  const random = makeRandom([...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7));
  const digital = [1000, 300].map((amplitude) =>
    Int32Array.from({ length: samples }, (_, i) =>
      i >= 200 && i < 260 ? MISSING_SAMPLE : Math.round(amplitude * (random.next() - 0.5)),
    ),
  );
  const signal = { units: 'mV', gain: 200, baseline: 0, adcResolution: 16, adcZero: 0 };
  const signals = ['II', 'CS 1-2'].map((originalName) => ({ ...signal, originalName }));
  const record = { name, samplingFrequency: 1000, format, signals };
  const annotations: Annotation[] = [
    { sampleIndex: 10, symbol: '+', aux: '(N' },
    ...Array.from({ length: 20 }, (_, i) => ({ sampleIndex: 100 + 40 * i, symbol: i % 5 === 4 ? 'V' : 'N' })),
  ];
  const files = new Map(encodeRecord(record, digital));
  files.set(`${name}.atr`, encodeAnnotations(annotations));
  return { files, digital, annotations };
}

export function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}
