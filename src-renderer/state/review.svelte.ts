/** The open record: view, channels, filters, annotations, selection, and what the trace view found. */
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { RecordDetail } from '../../src-main/api/contract/record-schemas.ts';
import type { TraceReport } from '../trace/trace-report.ts';
import { nearestOf, nextOf } from '../beats/beat-union.ts';
import { Annotations } from './annotations.svelte.ts';
import { BeatProbabilities } from './beat-probabilities.ts';
import { Calipers } from './calipers.svelte.ts';
import { ChannelDisplay } from './channel-display.svelte.ts';
import { Consensus } from './consensus.svelte.ts';
import { Editing } from './editing.svelte.ts';
import { Episodes } from './episodes.svelte.ts';
import { Families } from './families.svelte.ts';
import { Filters } from './filters.svelte.ts';
import { HandMarks } from './average-marks.svelte.ts';
import { IntervalEdit } from './interval-edit.svelte.ts';
import { Intervals } from './intervals.svelte.ts';
import { HisMarks } from './his-marks.ts';
import { KeptCalipers } from './kept-calipers.ts';
import { KeptView } from './kept-view.ts';
import { Marking } from './marking.ts';
import { Measured } from './measured.ts';
import { Numbers } from './numbers.svelte.ts';
import { Probe } from './probe.ts';
import { Queue } from './queue.svelte.ts';
import { Reading } from './reading.svelte.ts';
import { Selection } from './selection.svelte.ts';
import { SignOffs } from './sign-offs.svelte.ts';
import type { Settings } from './settings.svelte.ts';
import { StudyMarks } from './study-marks.svelte.ts';
import { takeOut } from './take-out.ts';
import { Viewport } from './viewport.svelte.ts';

/** Seconds a pixel. */
const HOLD_FROM_SECONDS = 0.1;
export class Review {
  readonly api: ApiClient;
  readonly settings: Settings;
  readonly record: RecordDetail;
  readonly viewport: Viewport;
  readonly display: ChannelDisplay;
  readonly filters: Filters;
  readonly kept: KeptView;
  readonly annotations: Annotations;
  readonly selection: Selection;
  readonly families: Families;
  readonly episodes: Episodes;
  readonly queue: Queue;
  readonly editing: Editing;
  readonly consensus: Consensus;
  readonly calipers: Calipers;
  readonly keptCalipers: KeptCalipers;
  readonly marking: Marking;
  readonly measured: Measured;
  readonly probabilities: BeatProbabilities;
  readonly his: HisMarks;
  readonly probe: Probe;
  readonly intervals: Intervals;
  readonly intervalEdit: IntervalEdit;
  readonly averageMarks: HandMarks;
  readonly signOffs: SignOffs;
  readonly studyMarks: StudyMarks;
  readonly numbers: Numbers;
  readonly reading: Reading;
  report = $state.raw<TraceReport | undefined>();
  /** Height of a channel's row on screen; the trace area says it. */
  rowMillimetres = 8;
  /** No gain was chosen yet: the trace area sets them once it knows its height. */
  gainsAreAutomatic = false;
  beatLines = $state(true);
  /** The unfiltered trace is drawn behind the filtered one. */
  rawBehind = $state(false);
  /** A hint for the status bar: what a key just did, or why it could not. */
  message = $state<string | undefined>();

  constructor(api: ApiClient, settings: Settings, record: RecordDetail) {
    this.api = api;
    this.settings = settings;
    this.record = record;
    this.viewport = new Viewport(record.samplingFrequency, record.samples);
    this.display = new ChannelDisplay(record.channels);
    this.numbers = new Numbers(settings);
    this.reading = new Reading(settings, this.viewport);
    this.filters = new Filters();
    this.kept = new KeptView(settings, record.id, this.viewport, this.display, this.filters);
    this.annotations = new Annotations(api, record);
    this.selection = new Selection(this.annotations);
    this.episodes = new Episodes(api, this.annotations);
    this.queue = new Queue(this.annotations, this.selection);
    this.editing = new Editing(this.annotations, this.selection, this.queue, this.viewport);
    this.consensus = new Consensus(api, this.annotations, this.selection, this.editing, this.viewport);
    this.calipers = new Calipers(record.samplingFrequency);
    this.probe = new Probe(api, record);
    this.marking = new Marking(this);
    this.intervals = new Intervals(api, this.annotations);
    this.signOffs = new SignOffs(api, this.annotations);
    this.studyMarks = new StudyMarks(api, record.id);
    this.families = new Families(api, this.annotations, this.selection, this.studyMarks);
    this.keptCalipers = new KeptCalipers(
      this.calipers,
      this.studyMarks,
      this.display,
      this.probe,
      () => 6 * this.samplesPerPixel,
      (at) => this.snap(at, 0) === at && this.annotations.union.sampleIndex.includes(at),
    );
    this.probabilities = new BeatProbabilities(api);
    this.averageMarks = new HandMarks(record.samplingFrequency, this.studyMarks);
    this.measured = new Measured(this.studyMarks, record);
    this.intervalEdit = new IntervalEdit(this.intervals, this.studyMarks, this.measured, this.calipers);
    this.his = new HisMarks(record, this.annotations, this.studyMarks);
    this.annotations.onMarks = (step) => this.studyMarks.follow(step);
    this.annotations.marksSettled = () => this.#marksSettled();
    this.studyMarks.maySee = ({ author, from, to }) =>
      !this.annotations.blind ||
      author === (this.annotations.me ?? author) ||
      this.annotations.maySeeAt(from, to);
    this.studyMarks.onStep = () => {
      this.keptCalipers.show();
      void this.families.follow();
      if (this.episodes.stimuli.length > 0) void this.episodes.loadStimuli();
    };
    this.gainsAreAutomatic = !this.kept.restore();
  }

  /** Reads annotations; the traces do not wait for them. */
  async load(): Promise<void> {
    const { annotations, studyMarks } = this;
    const labels = annotations.load(this.record.annotationSets);
    // What a blind reading allows of the marks goes by the labels.
    const marks = annotations.blind
      ? labels.then(() => studyMarks.look(annotations.blindSets))
      : studyMarks.load();
    await Promise.all([labels, marks.then(() => this.keptCalipers.show())]);
  }

  /** Left edges of the pages on which the next beats of the queue, or of a consensus, will stand. */
  get pagesAhead(): readonly number[] {
    const { viewport, annotations, queue, consensus } = this;
    const places = consensus.on
      ? consensus.ahead
      : queue.ahead.map((row) => annotations.union.sampleIndex[row]);
    return places.map((at) => viewport.pageOf(at)).filter((from) => from !== viewport.from);
  }

  /** Asks for the numbers of the queue's next beats, so that they are there when they are shown. */
  prefetchProbabilities(): void {
    const { union, predicted, machineSet, blind } = this.annotations;
    if (!machineSet || !predicted || blind) return;
    const positions = this.queue.ahead.map((row) => union.predicted[row]).filter((p) => p >= 0);
    this.probabilities.prefetch(
      machineSet.id,
      positions.map((p) => predicted.id[p]),
    );
  }

  /** Traces are held within their rows where the reader asks for it, and where a pixel covers beats: they would hide each other. */
  get heldInRows(): boolean {
    return (
      this.display.clipDisplay ||
      this.viewport.samplesPerPixel > HOLD_FROM_SECONDS * this.record.samplingFrequency
    );
  }

  /** Moves to a row of the beat union, selects it and says where it is. */
  goToRow(row: number): void {
    this.selection.selectRow(row);
    this.viewport.reveal(this.annotations.union.sampleIndex[row]);
  }

  timeOf(sampleIndex: number, digits = 3): string {
    return this.numbers.time(sampleIndex / this.record.samplingFrequency, digits);
  }

  /** By pages of what is shown: the stack's width, or a page's time. */
  panPages(pages: number): void {
    const span = this.reading.pageSpan;
    if (span === undefined) this.viewport.panPages(pages);
    else this.viewport.panPixels((pages * span) / this.viewport.samplesPerPixel);
  }

  stepSweep(direction: 1 | -1): void {
    if (this.reading.stepSpeed(direction)) return;
    this.viewport.stepSweep(direction);
    this.kept.scales();
  }

  stepGains(direction: 1 | -1): void {
    if (this.reading.stepGain(direction)) return;
    this.display.stepGains(direction);
    this.kept.scales();
  }

  /** Says which it is; where it has filters of its own, they are set too. */
  useChannelSet(index: number): void {
    if (!this.kept.useChannelSet(index)) this.message = `No channel of set ${index + 1} is in this record`;
  }

  /** A leg within a few pixels of a beat stands on its R peak. */
  snap(sampleIndex: number, pixels = 6): number {
    const { union } = this.annotations;
    const row = nearestOf(union.sampleIndex, union.count, sampleIndex);
    if (row < 0) return sampleIndex;
    const near = Math.abs(union.sampleIndex[row] - sampleIndex) / this.samplesPerPixel <= pixels;
    return near ? union.sampleIndex[row] : sampleIndex;
  }

  /** A beat at the cursor, on the R peak near it, by the first surface lead that is shown. */
  async insertBeat(): Promise<void> {
    const at = this.viewport.cursor ?? this.viewport.centre;
    const { shown } = this.display;
    const lead = shown.find(({ name }) => name === 'II') ?? shown.find(({ kind }) => kind === 'ecg');
    await this.editing.insert(lead ? await this.probe.refine(lead.channelIndex, at) : at);
  }

  /** Where a mark without a beat goes: the cursor, else the middle of the page. */
  get here(): number {
    const { viewport, reading } = this;
    return viewport.cursor ?? viewport.from + (reading.pageSpan ?? viewport.span) / 2;
  }

  /** Of what is shown: the stack's scale, or a page's. */
  get samplesPerPixel(): number {
    return this.reading.pageScale ?? this.viewport.samplesPerPixel;
  }

  /** The human labels as a WFDB file, once the last edit is on the disk. */
  async takeOutLabels(document: Document): Promise<void> {
    await this.annotations.settled();
    const set = this.annotations.humanSet;
    if (!set) return;
    try {
      this.message = `${await takeOut(this.api, this.record.name, set, 'atr', document)} taken out`;
    } catch (error) {
      this.message = error instanceof Error ? error.message : String(error);
    }
  }

  /** Whether there is a caliper or an interval to take out, kept or on its way there. */
  get hasMeasured(): boolean {
    return this.measured.count > 0 || this.calipers.list.length > 0;
  }

  /** Calipers and intervals as a table, once the last one is on the disk. */
  async takeOutMeasurements(document: Document): Promise<void> {
    await this.#marksSettled();
    const missing = this.studyMarks.fault && `not kept: ${this.studyMarks.fault}`;
    const told = this.measured.count > 0 ? `${this.measured.takeOut(document)} taken out` : undefined;
    this.message = [told, missing].filter((part) => part !== undefined).join('; ');
  }

  /** Ends when marks on their way are on the disk. */
  async #marksSettled(): Promise<void> {
    await this.keptCalipers.settled();
    await this.averageMarks.settled();
    await this.studyMarks.settled();
  }

  /** A caliper over the cycle at the cursor, R to R. */
  measureHere(): boolean {
    const { union } = this.annotations;
    const at = this.viewport.cursor ?? this.viewport.centre;
    const next = nextOf(union.sampleIndex, union.count, at);
    if (next <= 0 || next >= union.count) return false;
    const [from, to] = [union.sampleIndex[next - 1], union.sampleIndex[next]];
    this.calipers.add(from, to);
    this.intervalEdit.close();
    this.intervalEdit.cycle = { from, to };
    void this.intervals.measure(at);
    return true;
  }
}
