import type PDFDocument from 'pdfkit';
import type { RecordDescription } from '../../domain/record.ts';
import { plainText } from '../../domain/decimal-mark.ts';
import { averageLines } from './average-lines.ts';
import { INK, MM, PAGE, printable, stampText } from './page.ts';
import { timeOn, type Paper } from './paper.ts';
import type {
  ClassCount,
  MachineLabels,
  ReportContent,
  ReportedInterval,
  SignedLabels,
} from './report-content.ts';

/** Most episodes that are listed; the others are counted. */
const MOST_EPISODES = 40;

/** What the report says in words and numbers: people first, the machine apart. */
export function writeText(document: PDFDocument, content: ReportContent, record: RecordDescription): void {
  const pen = new Pen(document);
  const paper: Paper = { mark: content.decimalMark, samplingFrequency: record.samplingFrequency };
  pen.title(`Report of study ${content.study}`);
  pen.lines(content.recordLines);
  pen.lines(content.warnings.map((warning) => `Warning: ${warning}`));
  pen.heading('Findings, in the words of the reader');
  pen.lines(content.findings.trim() === '' ? ['None were written.'] : content.findings.split('\n'));
  if (content.signed.length === 0) {
    pen.heading('Signed labels');
    pen.lines(['No set of labels of this record is signed. The report holds no human labels.']);
  }
  for (const labels of content.signed) writeSigned(pen, labels, paper);
  for (const { by, count } of content.unsignedIntervals)
    pen.lines([
      `${count === 1 ? 'An interval' : `${count} intervals`} that ${by} put right ${count === 1 ? 'is' : 'are'} not signed, and left out.`,
    ]);
  for (const { by, count } of content.unsignedAverages)
    pen.lines([
      `Onsets and offsets of ${count === 1 ? 'an average beat' : `${count} average beats`} that ${by} moved are not signed, and left out.`,
    ]);
  if (content.unsigned.length > 0) pen.lines([`Not signed, and left out: ${content.unsigned.join(', ')}.`]);
  if (content.log.length > 0) pen.heading('Log of the study');
  pen.lines(content.log.map(({ sampleIndex, text }) => `${timeOn(paper, sampleIndex)}  ${text}`));
  for (const machine of content.machine) writeMachine(pen, machine);
}

function writeSigned(pen: Pen, labels: SignedLabels, paper: Paper): void {
  pen.heading(`Signed labels: ${labels.name}, by ${labels.author}, ${labels.beats} beats`);
  for (const { who, role, at, reason, changedSince } of labels.signatures) {
    const changed = changedSince ? ' THE LABELS WERE CHANGED SINCE.' : '';
    pen.lines([`Signed by ${who} (${role}), ${stampText(at)}: ${reason}.${changed}`]);
  }
  pen.lines(labels.classes.map(countLine));
  pen.subheading('Tachycardia episodes (found from the labels; the labels name them)');
  const episodes = labels.episodes.slice(0, MOST_EPISODES).map((episode) => {
    const time = `${timeOn(paper, episode.from)} to ${timeOn(paper, episode.lastBeat)}`;
    const mixed = episode.mixed ? ', labels mix' : '';
    return `${time}  ${episode.code}${mixed}, ${episode.beats} beats, cycle length ${plainText(episode.cycleLengthMs, paper.mark)} ms, ${episode.ratePerMinute}/min, found by ${episode.basis}`;
  });
  const more = labels.episodes.length - episodes.length;
  pen.lines(episodes.length > 0 ? [...episodes, ...(more > 0 ? [`and ${more} more`] : [])] : ['None.']);
  writeIntervals(pen, labels, paper);
  if (labels.averages.length > 0)
    pen.subheading('Average beats whose onsets and offsets a person moved (unfiltered signal)');
  for (const average of labels.averages) pen.lines(averageLines(average, paper));
}

function writeIntervals(pen: Pen, { intervals, stray }: SignedLabels, paper: Paper): void {
  pen.subheading(
    'Intervals (median, unfiltered signal; what a person put right or measured by hand says who, and what the program measured)',
  );
  for (const { code, beats, from, values, refused } of intervals) {
    pen.lines([`${code}, ${beats} beats from ${timeOn(paper, from)}:`]);
    pen.lines(values.map((value) => intervalLine(value, paper)));
    pen.lines(
      refused.map(({ name, why, putRightBy }) => {
        const typed = putRightBy === undefined ? '' : ` (${putRightBy} put a number there)`;
        return `    ${name} not given: ${why}${typed}`;
      }),
    );
  }
  pen.lines(
    stray.map(({ name, by, sampleIndex }) => {
      const at = timeOn(paper, sampleIndex);
      return `${name} at ${at}, put right by ${by}, is not given: no beat is labelled there.`;
    }),
  );
}

function intervalLine(interval: ReportedInterval, paper: Paper): string {
  const { name, ms, on, beats, by, keptAt, measured, byHand, ends, derived } = interval;
  const program = `${on}; ${beats} ${beats === 1 ? 'beat' : 'beats'}`;
  const value = (one: number): string => `${plainText(one, paper.mark)} ms`;
  const said = measured === undefined ? 'the program gives none' : `the program measured ${value(measured)}`;
  const placed = ends ? `, from ${timeOn(paper, ends.from)} to ${timeOn(paper, ends.to)}` : '';
  const how = byHand ? 'measured by hand' : 'put right';
  if (by !== undefined)
    return `    ${name} ${value(ms)}, ${how} by ${by}, ${stampText(keptAt!)}${placed}; ${byHand ? 'the program found none' : said}  (${program})`;
  if (derived)
    return `    ${name} ${value(ms)}, from what was put right or measured by hand; ${said}  (${program})`;
  return `    ${name} ${value(ms)}, measured by the program  (${program})`;
}

function writeMachine(pen: Pen, machine: MachineLabels): void {
  pen.heading(`Machine labels, not reviewed here: ${machine.model}`);
  pen.lines([
    `Classified ${stampText(machine.createdAt)}; ${machine.beats} beats, ${machine.abstained} of them abstained.`,
    ...machine.classes.map(countLine),
    ...(machine.without.length > 0 ? [`The model did without: ${machine.without.join('; ')}.`] : []),
    ...machine.warnings,
  ]);
  pen.subheading("Limits, from the model's card");
  pen.lines((machine.limits ?? "The model's card is not installed any more.").split('\n'));
}

function countLine({ code, meaning, count }: ClassCount): string {
  // A space of this font is half as wide as a digit.
  const digits = String(count);
  return `${'  '.repeat(Math.max(0, 7 - digits.length))}${digits}  ${code}  ${meaning}`;
}

/** Writes downward, page after page. */
class Pen {
  readonly #document: PDFDocument;

  constructor(document: PDFDocument) {
    this.#document = document;
  }

  title(text: string): void {
    this.#write(text, 'Helvetica-Bold', 15);
    this.#document.moveDown(0.3);
  }

  heading(text: string): void {
    this.#document.moveDown(0.8);
    this.#write(text, 'Helvetica-Bold', 11);
  }

  subheading(text: string): void {
    this.#document.moveDown(0.3);
    this.#write(text, 'Helvetica-Bold', 9);
  }

  lines(lines: readonly string[]): void {
    for (const line of lines) this.#write(line, 'Helvetica', 9);
  }

  #write(text: string, font: string, size: number): void {
    const begin = text.search(/\S/);
    this.#document.font(font).fontSize(size).fillColor(INK);
    // What is set in goes on as far in.
    const setIn = begin > 0 ? this.#document.widthOfString(text.slice(0, begin)) : 0;
    const width = (PAGE.width - PAGE.left - PAGE.right) * MM - setIn;
    const shown = begin < 0 ? ' ' : printable(text.slice(begin));
    this.#document.text(shown, PAGE.left * MM + setIn, undefined, { width });
  }
}
