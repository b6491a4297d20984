import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { writeFailure } from '../../../services/recordings/write-annotation-file.ts';
import type { Command } from '../command.ts';
import { withLibrary } from '../library-client.ts';

export const diagnosticsCommand: Command = {
  name: 'diagnostics',
  summary: 'Writes a bundle for whoever repairs the program, without patient data.',
  usage: '--out FILE.tar.gz [--library DIR]',
  options: { out: { type: 'string' } },
  positionals: [0, 0],
  run: (args) =>
    withLibrary(args, async ({ api }) => {
      const out = resolve(args.required('out'));
      const bytes = new Uint8Array(await api.getDiagnostics());
      try {
        writeFileSync(out, bytes);
      } catch (error) {
        throw writeFailure(error, out);
      }
      return { json: { out, bytes: bytes.length }, text: `Diagnostics written to ${out}` };
    }),
};
