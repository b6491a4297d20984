import { withMachineNote } from '../../../domain/machine-note.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RecordReader } from '../../../domain/record.ts';
import { annotationCsv, annotationJson } from '../../../services/export/annotation-text.ts';
import { exportWfdb, suffixOf, type ExportedSet } from '../../../services/export/export-record.ts';
import type { CommandArguments } from '../arguments.ts';
import type { Command, CommandResult } from '../command.ts';
import { annotationsOf, requireNamed } from '../named-annotations.ts';
import { folderOf, openNamed, withRecord, type NamedRecord } from '../record-argument.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: 'Writes a record and its annotation sets as files, losslessly.',
  usage: 'RECORD [--format wfdb|csv|json] --out DIR [--annotations SET] [--library DIR]',
  options: { format: { type: 'string' }, out: { type: 'string' }, annotations: { type: 'string' } },
  positionals: [1, 1],
  run: (args, terminal) =>
    withRecord(args, async (record) => {
      const format = args.choice('format', ['wfdb', 'csv', 'json'], 'wfdb');
      const out = resolve(args.required('out'));
      const reader = await openNamed(record);
      try {
        if (format !== 'wfdb') return await exportText(args, record, reader, { format, out });
        const files = await exportWfdb(reader, {
          out,
          sets: await setsOf(args, record, reader),
          originalFolder: await folderOf(record),
          onProgress: (fraction) => terminal.progress(fraction, 'exporting'),
          abortSignal: terminal.abortSignal,
        });
        const json = { record: reader.description.name, out, files };
        return { json, text: `${reader.description.name}: ${files.join(', ')} written to ${out}` };
      } finally {
        await reader.close();
      }
    }),
};

/** Annotations alone, one file a set: `<record>.<set>.csv` or `.json`. */
async function exportText(
  args: CommandArguments,
  record: NamedRecord,
  reader: RecordReader,
  { format, out }: { format: 'csv' | 'json'; out: string },
): Promise<CommandResult> {
  const { name, samplingFrequency, samples } = reader.description;
  const wanted = args.text('annotations');
  const all = await annotationsOf(record, reader);
  mkdirSync(out, { recursive: true });
  const files: string[] = [];
  for (const set of wanted === undefined ? all : [requireNamed(all, wanted)]) {
    const annotations = await set.annotations();
    const about = { record: name, samplingFrequency, samples, set: { name: set.name }, annotations };
    const text = format === 'csv' ? annotationCsv(annotations, samplingFrequency) : annotationJson(about);
    let file = `${name}.${suffixOf(set.name)}.${format}`;
    for (let n = 2; files.includes(file); n++) file = `${name}.${suffixOf(set.name)}${n}.${format}`;
    writeFileSync(join(out, file), text);
    files.push(file);
  }
  return { json: { record: name, out, files }, text: `${name}: ${files.join(', ')} written to ${out}` };
}

/** The set that was named, else every one. What came with the recording is copied with it, byte for byte. */
async function setsOf(
  args: CommandArguments,
  record: NamedRecord,
  reader: RecordReader,
): Promise<ExportedSet[]> {
  const wanted = args.text('annotations');
  const sets = await annotationsOf(record, reader);
  const chosen = wanted === undefined ? sets : [requireNamed(sets, wanted)];
  const used = new Set((await reader.readAnnotations()).map(({ name }) => name));
  const exported: ExportedSet[] = [];
  for (const set of chosen) {
    if (set.file !== undefined && used.has(set.file)) continue;
    let suffix = suffixOf(set.name);
    for (let n = 2; used.has(suffix); n++) suffix = `${suffixOf(set.name)}${n}`;
    used.add(suffix);
    const annotations = await set.annotations();
    exported.push({
      suffix,
      annotations: set.ofMachine ? withMachineNote(annotations, set.name) : annotations,
    });
  }
  return exported;
}
