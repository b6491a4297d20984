import { resolve } from 'node:path';
import type { Command } from '../command.ts';
import { detectBeats } from '../../../services/recordings/detect-beats.ts';
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
        const annotations = await detectBeats(reader, {
          onProgress: (fraction) => terminal.progress(fraction, 'finding R peaks'),
          abortSignal: terminal.abortSignal,
        });
        const { name, samplingFrequency } = reader.description;
        const out = args.text('out');
        if (out !== undefined) writeAnnotationFile(resolve(out), annotations, samplingFrequency);
        const seconds = (performance.now() - began) / 1000;
        const json = { record: name, beats: annotations.length, seconds, out };
        const where = out === undefined ? '' : `, written to ${out}`;
        return {
          json,
          text: `${name}: ${annotations.length} beats in ${seconds.toFixed(2)} s${where}`,
        };
      } finally {
        await reader.close();
      }
    }),
};
