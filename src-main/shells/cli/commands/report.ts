import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { writeFailure } from '../../../services/recordings/write-annotation-file.ts';
import { UsageError } from '../arguments.ts';
import type { Command } from '../command.ts';
import { decimalOf } from '../decimal-option.ts';
import { withRecord } from '../record-argument.ts';

export const reportCommand: Command = {
  name: 'report',
  summary: 'Writes the report of a record as a PDF (signed labels; no diagnosis).',
  usage:
    'RECORD --out FILE.pdf [--findings TEXT] [--at SECONDS ...] [--speed 25|50] [--decimal point|comma] [--library DIR]',
  options: {
    out: { type: 'string' },
    findings: { type: 'string' },
    at: { type: 'string', multiple: true },
    speed: { type: 'string' },
    decimal: { type: 'string' },
  },
  positionals: [1, 1],
  run: (args) => {
    const decimal = decimalOf(args);
    return withRecord(args, async (record) => {
      if (record.where !== 'library')
        throw new UsageError('A report is made of a record in the library: import it first.');
      const { id, name, samplingFrequency } = record.summary;
      const out = resolve(args.required('out'));
      const speed = args.choice('speed', ['25', '50'], '25') === '50' ? 50 : 25;
      const strips = args.texts('at').map((text) => {
        const seconds = Number(text);
        if (!(seconds >= 0)) throw new UsageError(`--at takes seconds, not ${text}.`);
        return { from: Math.round(seconds * samplingFrequency), millimetresPerSecond: speed } as const;
      });
      const { api } = record.client;
      const decimalMark = await decimal(api);
      const body = { findings: args.text('findings') ?? '', strips, decimalMark };
      const pdf = new Uint8Array(await api.makeReport({ params: { recordId: id }, body }));
      try {
        writeFileSync(out, pdf);
      } catch (error) {
        throw writeFailure(error, out);
      }
      return { json: { record: name, out, bytes: pdf.length }, text: `${name}: report written to ${out}` };
    });
  },
};
