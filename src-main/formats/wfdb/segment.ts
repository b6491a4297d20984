import type { SourceFolder } from '../../domain/bytes.ts';
import type { RecordWarning } from '../../domain/record.ts';
import { MISSING_SAMPLE } from '../../domain/record.ts';
import { pathBeside } from '../source-path.ts';
import { ChecksumTally } from './checksum-tally.ts';
import type { WfdbHeader, WfdbSignal } from './header.ts';
import { openSignalFile } from './signal-file.ts';
import { groupSignals } from './signal-group.ts';
import type { OpenGroup, SegmentOptions } from './segment-files.ts';
import { checkLength, longest, missingFile } from './segment-files.ts';

/** One signal's part of a segment read, at the signal's own rate. */
export interface SegmentRequest {
  readonly signal: number;
  /** Receives `samplesPerFrame` values a frame, from `intoOffset` on. */
  readonly into: Int32Array;
  readonly intoOffset: number;
}

/** A record of one segment, or one segment of a record: signals of one or more files, read by frames. */
export class Segment {
  readonly header: WfdbHeader;
  readonly frames: number;
  readonly warnings: readonly RecordWarning[];
  readonly #groups: readonly OpenGroup[];
  readonly #tally: ChecksumTally;

  private constructor(
    header: WfdbHeader,
    groups: readonly OpenGroup[],
    frames: number,
    warnings: RecordWarning[],
  ) {
    this.header = header;
    this.frames = frames;
    this.warnings = warnings;
    this.#groups = groups;
    this.#tally = new ChecksumTally(header, frames);
  }

  /**
   * Opens the header's signal files. One that is missing leaves its signals missing, with a warning.
   * @throws StudyUnreadable for a file shorter than the header says, unless `acceptTruncated`; PathRefused;
   *   UnsupportedFormat
   */
  static async open(
    folder: SourceFolder,
    header: WfdbHeader,
    options: SegmentOptions = {},
  ): Promise<Segment> {
    const groups: OpenGroup[] = [];
    const warnings: RecordWarning[] = [];
    try {
      for (const group of groupSignals(header)) {
        const source = group.isNull ? undefined : await folder.open(pathBeside(header.path, group.fileName));
        if (!source && !group.isNull) warnings.push(...missingFile(header, group));
        const frames = source && (await openSignalFile(source, group, header));
        groups.push({ ...group, frames, size: source?.size ?? 0 });
      }
      const frames = header.frames ?? longest(groups);
      for (const group of groups) warnings.push(...checkLength(header, group, frames, options));
      return new Segment(header, groups, frames, warnings);
    } catch (error) {
      await closeAll(groups);
      throw error;
    }
  }

  /** Whether at least one of the signal files is there. */
  get hasData(): boolean {
    return this.#groups.some(({ frames }) => frames !== undefined);
  }

  /** Fills the requests for frames [from, to) within the segment; what its files do not hold is `MISSING_SAMPLE`. */
  async read(requests: readonly SegmentRequest[], from: number, to: number): Promise<void> {
    for (const group of this.#groups) {
      const own = requests.filter(({ signal }) => group.members.includes(signal));
      for (const [skew, alike] of bySkew(own, this.header.signals)) {
        await this.#readGroup(group, alike, from, to, skew);
      }
    }
  }

  /**
   * Reads what was not read in order so far and compares each signal's sum with its header's. That of a file that ends
   * early can't be right, and says no more than that.
   */
  async verifyChecksums(): Promise<RecordWarning[]> {
    for (const { from, to, signals } of this.#tally.unread()) {
      const requests = signals.map((signal) => ({
        ...{ signal, intoOffset: 0 },
        into: new Int32Array((to - from) * this.header.signals[signal].samplesPerFrame),
      }));
      for (const group of this.#groups) {
        const own = requests.filter(({ signal }) => group.members.includes(signal));
        if (own.length > 0) await this.#readGroup(group, own, from, to, 0);
      }
    }
    const whole = this.#groups
      .filter(({ frames }) => frames !== undefined && frames.frames >= this.frames)
      .flatMap(({ members }) => members);
    return this.#tally.mismatches(whole);
  }

  async close(): Promise<void> {
    await closeAll(this.#groups);
  }

  async #readGroup(
    group: OpenGroup,
    requests: readonly SegmentRequest[],
    from: number,
    to: number,
    skew: number,
  ): Promise<void> {
    const held = Math.min(to, Math.max(from, Math.min(this.frames, (group.frames?.frames ?? 0) - skew)));
    for (const { signal, into, intoOffset } of requests) {
      const each = this.header.signals[signal].samplesPerFrame;
      into.fill(MISSING_SAMPLE, intoOffset + (held - from) * each, intoOffset + (to - from) * each);
    }
    if (!group.frames || held === from) return;
    const shifted = requests.map(({ signal, into, intoOffset }) => ({
      ...{ position: group.members.indexOf(signal), into, intoOffset },
    }));
    await group.frames.read(shifted, from + skew, held + skew);
    for (const { signal, into, intoOffset } of requests) {
      this.#tally.add(signal, from + skew, held + skew, into, intoOffset);
    }
  }
}

function bySkew(
  requests: readonly SegmentRequest[],
  signals: readonly WfdbSignal[],
): Map<number, SegmentRequest[]> {
  const groups = new Map<number, SegmentRequest[]>();
  for (const request of requests) {
    const { skew } = signals[request.signal];
    const alike = groups.get(skew);
    if (alike) alike.push(request);
    else groups.set(skew, [request]);
  }
  return groups;
}

async function closeAll(groups: readonly OpenGroup[]): Promise<void> {
  await Promise.all(groups.map(({ frames }) => frames?.close()));
}
