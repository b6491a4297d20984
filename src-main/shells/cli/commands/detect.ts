import { resolve } from 'node:path';
import type { Command } from '../command.ts';
import { detectBeats } from '../../../jobs/classify/detect-beats.ts';
import { writeAnnotationFile } from '../../../services/recordings/write-annotation-file.ts';
import { openNamed, withRecord } from '../record-argument.ts';

export const detectCommand: Command = {
  name: 'detect',
  summary: 'Finds R peaks on all surface leads; writes them as a WFDB annotation file.',
  usage: 'RECORD [--out FILE.qrs] [--library DIR]',
  options: { out: { type: 'string' } },
  positionals: [1, 1],
  run: (args, terminal) =>
    withRecord(args, async (record) => {
      const reader = await openNamed(record);
      try {
        const began = performance.now();
        const progress = (fraction: number): void => terminal.progress(fraction, 'finding R peaks');
        const { rPeaks, leads } = await detectBeats(reader, progress, terminal.abortSignal);
        const { name, samplingFrequency } = reader.description;
        const out = args.text('out');
        const annotations = Array.from(rPeaks, (sampleIndex) => ({ sampleIndex, symbol: 'N' }));
        if (out !== undefined) writeAnnotationFile(resolve(out), annotations, samplingFrequency);
        const seconds = (performance.now() - began) / 1000;
        const json = { record: name, beats: rPeaks.length, seconds, leads, out };
        const where = out === undefined ? '' : `, written to ${out}`;
        return {
          json,
          text: `${name}: ${rPeaks.length} beats on ${leads.join(', ')} in ${seconds.toFixed(2)} s${where}`,
        };
      } finally {
        await reader.close();
      }
    }),
};
