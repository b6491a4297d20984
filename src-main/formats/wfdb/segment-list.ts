import type { SourceFolder } from '../../domain/bytes.ts';
import type { RecordWarning } from '../../domain/record.ts';
import { pathBeside } from '../source-path.ts';
import { unreadable } from '../unreadable.ts';
import type { WfdbHeader } from './header.ts';
import { NULL_NAME, hasLayout } from './header.ts';
import { readHeader } from './header-read.ts';
import type { OpenedRecord, WfdbOptions } from './open-wfdb.ts';
import type { RecordPart } from './record-part.ts';
import { Segment } from './segment.ts';
import { noSignalFile } from './segment-files.ts';
import { SegmentCache } from './segment-cache.ts';
import { commonSignals, mapChannels } from './segment-units.ts';
import { calibrationWarnings } from './signal-description.ts';

/**
 * Opens a multi-segment record: a fixed layout, in which every segment has the same signals in the same order, or a
 * variable one, whose first segment describes them all and whose others are matched by description. Gaps, segments
 * that are not there and signals that a segment lacks are missing samples.
 */
export async function openSegments(
  folder: SourceFolder,
  header: WfdbHeader,
  options: WfdbOptions,
): Promise<OpenedRecord> {
  const present = new Set(await folder.list());
  const variable = hasLayout(header);
  const headers = await readSegmentHeaders(folder, header, present);
  const layout = variable ? headers[0] : headers.find((segment) => segment !== undefined);
  if (!layout) throw noSignalFile(header);
  const described = (variable ? headers.slice(1) : headers).filter((segment) => segment !== undefined);
  const { signals, warnings } = commonSignals(layout.signals, described, variable);
  const cache = new SegmentCache((segment) => Segment.open(folder, segment, options));
  const parts = layParts(header, headers, variable, (segment) => ({
    use: (act) => (segment ? cache.use(segment, act) : act(undefined)),
    channels: segment ? mapChannels(signals, segment, variable) : [],
  }));
  const frames = parts.at(-1)?.to ?? 0;
  return {
    ...{ header, signals, parts, frames },
    maxSamplesPerFrame: described
      .flatMap((segment) => segment.signals)
      .reduce((most, { samplesPerFrame }) => Math.max(most, samplesPerFrame), 1),
    warnings: [
      ...warnings,
      ...calibrationWarnings(layout),
      ...missingFiles(header, headers, present),
      ...lengthWarnings(header, frames),
    ],
    close: () => cache.close(),
  };
}

/** Each segment's header, undefined for a gap and for a header that is not there. */
async function readSegmentHeaders(
  folder: SourceFolder,
  header: WfdbHeader,
  present: ReadonlySet<string>,
): Promise<(WfdbHeader | undefined)[]> {
  const headers: (WfdbHeader | undefined)[] = [];
  for (const { name } of header.segments) {
    const path = name === NULL_NAME ? undefined : pathBeside(header.path, `${name}.hea`);
    const segment = path && present.has(path) ? await readHeader(folder, path) : undefined;
    if (segment && segment.segments.length > 0) {
      throw unreadable(segment.path, 0, `a segment of ${header.path} must not have segments of its own.`);
    }
    if (segment && segment.frameFrequency !== header.frameFrequency) {
      const message = `the segment has ${segment.frameFrequency} frames a second, ${header.path} has ${header.frameFrequency}.`;
      throw unreadable(segment.path, 0, message);
    }
    headers.push(segment);
  }
  return headers;
}

function layParts(
  header: WfdbHeader,
  headers: readonly (WfdbHeader | undefined)[],
  variable: boolean,
  partOf: (segment: WfdbHeader | undefined) => Pick<RecordPart, 'use' | 'channels'>,
): RecordPart[] {
  let from = 0;
  return header.segments.map(({ frames }, index) => {
    const part = partOf(variable && index === 0 ? undefined : headers[index]);
    from += frames;
    return { from: from - frames, to: from, ...part };
  });
}

/** One warning for each file that is named and not there. */
function missingFiles(
  header: WfdbHeader,
  headers: readonly (WfdbHeader | undefined)[],
  present: ReadonlySet<string>,
): RecordWarning[] {
  const missing = new Set<string>();
  header.segments.forEach(({ name }, index) => {
    const segment = headers[index];
    if (name !== NULL_NAME && !segment) missing.add(`${name}.hea`);
    for (const { fileName } of segment?.signals ?? []) {
      if (fileName !== NULL_NAME && !present.has(pathBeside(segment!.path, fileName))) missing.add(fileName);
    }
  });
  return [...missing].map((name) => ({
    code: 'missing-signal-file' as const,
    message: `${name} is not beside ${header.path}; its part of the record is shown as missing.`,
  }));
}

function lengthWarnings(header: WfdbHeader, frames: number): RecordWarning[] {
  if (header.frames === undefined || header.frames === frames) return [];
  const message = `${header.path} announces ${header.frames} samples, its segments have ${frames}; the segments count.`;
  return [{ code: 'other', message }];
}
