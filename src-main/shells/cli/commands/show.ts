import type { RecordReader } from '../../../domain/record.ts';
import { durationOf } from '../../../domain/record.ts';
import type { Command, CommandResult } from '../command.ts';
import { openNamed, withRecord, type NamedRecord } from '../record-argument.ts';
import { durationText, textTable } from '../text-table.ts';

export const showCommand: Command = {
  name: 'show',
  summary: 'Shows a record: signals, warnings, annotation sets.',
  usage: 'RECORD [--library DIR]',
  options: {},
  positionals: [1, 1],
  run: (args) =>
    withRecord(args, async (record) => (record.where === 'library' ? showStored(record) : showFile(record))),
};

async function showStored(record: NamedRecord & { where: 'library' }): Promise<CommandResult> {
  const detail = await record.client.api.getRecord({ params: { recordId: record.summary.id } });
  const channels = detail.channels.map((channel) => [
    channel.channelIndex,
    channel.originalName,
    channel.name,
    channel.group,
    `${channel.gain}/${channel.units}`,
    channel.minimum?.toFixed(3) ?? '',
    channel.maximum?.toFixed(3) ?? '',
  ]);
  const sets = detail.annotationSets.map((set) => [
    set.id,
    set.name,
    set.kind,
    set.author,
    set.beats,
    set.annotations,
  ]);
  const text = [
    headline(detail.name, detail.format, detail.signals, detail.samplingFrequency, detail.durationSeconds),
    ...detail.warnings.map(({ message }) => `Warning: ${message}`),
    textTable(['', 'in the file', 'known as', 'group', 'gain', 'lowest', 'highest'], channels),
    sets.length > 0
      ? textTable(['id', 'set', 'kind', 'by', 'beats', 'annotations'], sets)
      : 'No annotations.',
  ].join('\n');
  return { json: detail, text };
}

async function showFile(record: NamedRecord): Promise<CommandResult> {
  const reader = await openNamed(record);
  try {
    return await describe(reader);
  } finally {
    await reader.close();
  }
}

async function describe(reader: RecordReader): Promise<CommandResult> {
  const { description } = reader;
  const sets = await reader.readAnnotations();
  const annotationSets = sets.map(({ name, annotations }) => ({ name, annotations: annotations.length }));
  const channels = description.signals.map((signal, channelIndex) => ({ channelIndex, ...signal }));
  const { signals, ...head } = description;
  const durationSeconds = durationOf(description);
  const json = { ...head, signals: signals.length, durationSeconds, channels, annotationSets };
  const rows = channels.map((channel) => [
    channel.channelIndex,
    channel.originalName,
    channel.name,
    channel.group,
    `${channel.gain}/${channel.units}`,
  ]);
  const text = [
    headline(head.name, head.format, signals.length, head.samplingFrequency, durationSeconds),
    ...description.warnings.map(({ message }) => `Warning: ${message}`),
    textTable(['', 'in the file', 'known as', 'group', 'gain'], rows),
    ...annotationSets.map(({ name, annotations }) => `${name}: ${annotations} annotations`),
  ].join('\n');
  return { json, text };
}

function headline(name: string, format: string, signals: number, frequency: number, seconds: number): string {
  return `${name}: ${format}, ${signals} signals, ${frequency} Hz, ${durationText(seconds)}`;
}
