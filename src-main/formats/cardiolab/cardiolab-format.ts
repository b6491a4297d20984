import type { ByteSource, SourceFolder } from '../../domain/bytes.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { identifyLead } from '../../domain/lead.ts';
import type { RecordReader, SignalDescription } from '../../domain/record.ts';
import type { FoundRecord, OpenOptions, RecordFormat } from '../record-format.ts';
import { baseNameOf, readWhole } from '../source-path.ts';
import { decodeLatin1 } from '../text-bytes.ts';
import { TextRecordReader } from '../text-record.ts';
import { TextTable } from '../text-table.ts';
import { checkRows, zeroChannels } from '../text-warnings.ts';
import { withSource } from '../with-source.ts';
import type { CardiolabChannel, CardiolabHeader } from './cardiolab-header.ts';
import { parseCardiolabHeader } from './cardiolab-header.ts';

const DESCRIPTION = '.inf';
const DATA = '.txt';
const MAX_DESCRIPTION_BYTES = 2 ** 20;

export const cardiolabFormat: RecordFormat = {
  id: 'cardiolab',
  find: async (folder, paths) => {
    const found: FoundRecord[] = [];
    for (const path of paths) {
      if (path.endsWith(DESCRIPTION) && (await isDescription(folder, path))) {
        found.push({ path, name: baseNameOf(stemOf(path)), format: 'cardiolab' });
      }
    }
    return found;
  },
  claims: (folder, path) => isDescription(folder, `${stemOf(path)}${DESCRIPTION}`),
  open: openCardiolab,
};

function stemOf(path: string): string {
  return path.endsWith(DESCRIPTION) || path.endsWith(DATA) ? path.slice(0, -DATA.length) : path;
}

async function isDescription(folder: SourceFolder, path: string): Promise<boolean> {
  const head = await withSource(folder, path, (source) => source.read(0, 2048));
  return head !== undefined && /^Number of Channel\s*=/im.test(decodeLatin1(head));
}

/** @param path of either file of the pair */
async function openCardiolab(
  folder: SourceFolder,
  path: string,
  options: OpenOptions,
): Promise<RecordReader> {
  const stem = stemOf(path);
  const bytes = await readWhole(folder, `${stem}${DESCRIPTION}`, MAX_DESCRIPTION_BYTES);
  const source = await folder.open(`${stem}${DATA}`);
  if (!source || !bytes) {
    await source?.close();
    const missing = `${stem}${source ? DESCRIPTION : DATA}`;
    throw new PurkinjeError('FileMissing', `${missing} is missing: an export has both files.`, {
      file: missing,
    });
  }
  try {
    return await readerOf(source, parseCardiolabHeader(bytes, `${stem}${DESCRIPTION}`), stem, options);
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function readerOf(
  source: ByteSource,
  header: CardiolabHeader,
  stem: string,
  options: OpenOptions,
): Promise<RecordReader> {
  const { channels, samplingFrequency, startTime, samples } = header;
  const extra = await leadingColumns(source, channels.length);
  const table = await TextTable.open(source, { columns: channels.length + extra, start: 0 });
  const signals = channels.map((channel) => describe(channel, table.decimals, options));
  const columns = channels.map((_, index) => index + extra);
  return new TextRecordReader({
    description: {
      ...{ name: baseNameOf(stem), format: 'CardioLab text', signals, samplingFrequency, startTime },
      samples: table.rows,
      comments: header.lines,
      warnings: [
        ...header.warnings,
        ...checkRows(source, table.rows, samples, options),
        ...zeroChannels(signals, (channel) => table.zeroColumns[columns[channel]]),
      ],
    },
    files: [header.path, `${stem}${DATA}`],
    ...{ parts: [{ from: 0, table }], columns, close: () => source.close() },
  });
}

/** 1 where rows begin with the sample's number or time, as some versions write them, otherwise 0. */
async function leadingColumns(source: ByteSource, channels: number): Promise<number> {
  const [line] = decodeLatin1(await source.read(0, 2 ** 16)).split(/[\r\n]/, 1);
  return line.trim().split(/[\s,]+/).length === channels + 1 ? 1 : 0;
}

/** Values are written in units, so an ADC unit is the last digit that is written. */
function describe(
  { label }: CardiolabChannel,
  decimals: number,
  { aliases }: OpenOptions,
): SignalDescription {
  const lead = identifyLead(label, aliases);
  return {
    originalName: label,
    ...lead,
    units: lead.kind === 'pressure' ? 'mmHg' : 'mV',
    ...{ gain: 10 ** decimals, baseline: 0, adcResolution: 0, adcZero: 0 },
  };
}
