/** The window: which view, theme, library status, studies, jobs, the open review. Given to the views by context. */
import { createContext } from 'svelte';
import { z } from 'zod';
import type { ApiClient, OutputOfStatus } from './api-types.ts';
import type { Job } from '../../src-main/api/contract/work.ts';
import { importResult } from '../../src-main/api/contract/work.ts';
import { CommandRegistry } from '../commands/registry.ts';
import { STANDARD_LABEL_KEYS, type LabelKeys } from '../commands/label-keys.ts';
import type { Theme } from '../theme/palette.ts';
import { BatchRun } from './batch.svelte.ts';
import { House } from './house.svelte.ts';
import { Jobs } from './jobs.svelte.ts';
import { LabelSchemaState } from './label-schema.svelte.ts';
import { Numbers } from './numbers.svelte.ts';
import { People } from './people.svelte.ts';
import { Review } from './review.svelte.ts';
import { Search } from './search.svelte.ts';
import { Settings } from './settings.svelte.ts';
import { AS_IMPORTED, Studies } from './studies.svelte.ts';
import { Trail } from './trail.svelte.ts';
import { Worklist, type Assignment } from './worklist.svelte.ts';

export type View =
  | 'studies'
  | 'review'
  | 'worklist'
  | 'search'
  | 'batch'
  | 'jobs'
  | 'models'
  | 'trail'
  | 'house'
  | 'settings'
  | 'about'
  | 'labels';
export type DialogName =
  | 'palette'
  | 'assign'
  | 'keys'
  | 'goto'
  | 'note'
  | 'filters'
  | 'calibrate'
  | 'rhythm'
  | 'log'
  | 'channel'
  | 'quality'
  | 'sets'
  | 'manoeuvre'
  | 'sign'
  | 'report'
  | 'print';
const panels = z.object({ right: z.boolean(), overview: z.boolean(), tab: z.string() });
const keySetting = z.object({
  commands: z.record(z.string(), z.array(z.string())),
  labels: z.record(z.string(), z.string()),
});
const place = z.object({ recordId: z.number() });
const studyList = z.object({ key: z.string(), down: z.boolean() });

export class Application {
  readonly api: ApiClient;
  readonly settings: Settings;
  readonly studies: Studies;
  readonly jobs: Jobs;
  readonly people: People;
  readonly search: Search;
  readonly trail: Trail;
  readonly house: House;
  readonly worklist: Worklist;
  readonly batch: BatchRun;
  readonly labelSchema: LabelSchemaState;
  /** As the reader's locale writes them. */
  readonly numbers: Numbers;
  readonly commands = new CommandRegistry();
  view = $state<View>('studies');
  theme = $state<Theme>('lab');
  status = $state.raw<OutputOfStatus | undefined>();
  review = $state.raw<Review | undefined>();
  opening = $state(false);
  fault = $state<string | undefined>();
  rightPanel = $state(true);
  overview = $state(true);
  tab = $state('beat');
  labelKeys = $state.raw<LabelKeys>(STANDARD_LABEL_KEYS);
  /** The first-run hints, until they are dismissed for good. */
  hints = $state(false);
  dialog = $state<DialogName | undefined>();
  /** Raised when keys were remapped. */
  keysRevision = $state(0);

  constructor(api: ApiClient) {
    this.api = api;
    this.settings = new Settings(api);
    this.numbers = new Numbers(this.settings);
    this.studies = new Studies(api);
    this.jobs = new Jobs(api);
    this.people = new People(api);
    this.commands.restrict((name) => this.people.refusal(name));
    this.search = new Search(api);
    this.search.blindRead = () =>
      this.review?.annotations.blind
        ? { blindRecordId: this.review.record.id, ...this.review.annotations.blindQuery }
        : undefined;
    this.trail = new Trail(api);
    this.trail.isBlind = () => this.review?.annotations.blind === true;
    this.house = new House(api, this.jobs, this.numbers);
    this.worklist = new Worklist(api);
    this.batch = new BatchRun(api);
    this.labelSchema = new LabelSchemaState(api);
    this.batch.onEnd = () => void this.studies.load();
    this.jobs.onEnd = (job) => void this.#afterJob(job);
  }

  /** Settings, studies and jobs; then the record where one left. Where somebody has to sign in first, settings alone. */
  async start(): Promise<void> {
    try {
      await this.people.load();
      if (this.people.mustSignIn) {
        await this.settings.load();
        this.#restore();
        return;
      }
      const [status] = await Promise.all([
        this.api.getStatus(),
        this.settings.load(),
        this.studies.load(),
        this.jobs.load(),
        this.worklist.load(),
        // Before a record is read: its marks may be of classes that the schema added.
        this.labelSchema.load(),
      ]);
      this.status = status;
      this.#restore();
      const last = this.settings.get('lastPlace', place.optional(), undefined);
      const records = this.studies.list.flatMap((study) => study.records);
      const record = records.find(({ id }) => id === last?.recordId) ?? (last ? undefined : records[0]);
      if (record && this.view === 'studies') await this.open(record.id);
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
    }
  }

  async open(recordId: number): Promise<void> {
    this.opening = true;
    this.fault = undefined;
    const { view } = this;
    try {
      await this.settings.flush();
      const record = await this.api.getRecord({ params: { recordId } });
      const review = new Review(this.api, this.settings, record);
      review.editing.ask = (dialog) => (this.dialog = dialog);
      review.annotations.me = this.people.session.person?.name;
      review.annotations.blind = review.kept.isBlind(review.annotations.me);
      this.review = review;
      // Who has gone elsewhere meanwhile stays there.
      if (this.view === view) this.view = 'review';
      await review.load();
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
    } finally {
      this.opening = false;
    }
  }

  /** Begins a reading, or goes on with it, in its first record. */
  async openReading(one: Assignment): Promise<void> {
    const recordId =
      one.own && one.state === 'assigned' ? await this.worklist.begin(one) : one.records[0]?.recordId;
    if (recordId !== undefined) await this.open(recordId);
  }

  /** The next of one's worklist: what was begun first, then what is due first. */
  async openNextReading(): Promise<void> {
    await this.worklist.load();
    const open = this.worklist.rows.filter(({ own, state }) => own && state !== 'done');
    const next =
      open.find(({ state }) => state === 'in progress') ??
      open.find(({ opensAt, afterReading }) => opensAt === undefined && afterReading === undefined);
    if (next) await this.openReading(next);
    else {
      this.worklist.notice = 'Nothing of yours can be read now.';
      this.view = 'worklist';
    }
  }

  /** Ends the reading of the study that is open; what others labelled shows from then on. */
  async finishOpenReading(): Promise<void> {
    const { review } = this;
    if (!review) return;
    await review.annotations.settled();
    await this.worklist.load();
    const studyId = review.record.study.id;
    const one = this.worklist.list.find(
      (each) => each.own && each.studyId === studyId && each.state === 'in progress',
    );
    if (!one) review.message = 'No reading of this study is in progress.';
    else if (await this.worklist.finish(one)) this.view = 'worklist';
    else review.message = this.worklist.fault;
  }

  /** Imports by path (desktop); nothing where the dialog was cancelled. */
  async importPaths(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    this.view = 'studies';
    const job = await this.studies.importPaths(paths);
    if (job) void this.jobs.watch(job);
  }

  /** Whose name stands under labels and signatures: who signed in, else the name in the settings, else the system's account. */
  get reader(): string | undefined {
    return this.people.session.person?.name ?? (this.settings.get('annotator', z.string(), '') || undefined);
  }

  /** What was open is closed: the next person begins anew. */
  async signOut(): Promise<void> {
    await this.settings.flush();
    await this.review?.annotations.settled();
    this.dialog = undefined;
    this.review = undefined;
    this.view = 'studies';
    this.search.clear();
    this.worklist.leave();
    await this.people.signOut();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.settings.put('theme', theme);
  }

  /** How it is sorted; what is looked for in it may be a name, and is not kept. */
  keepStudyList(): void {
    this.settings.put('studyList', { ...this.studies.sorting });
  }

  dismissHints(): void {
    this.hints = false;
    this.settings.put('hints', { seen: true });
  }

  /** Keys of all classes, those that the label schema added too; what the user chose counts. */
  get allLabelKeys(): LabelKeys {
    return { ...this.labelSchema.keys, ...this.labelKeys };
  }

  labelKeyOf(code: string): string | undefined {
    return this.allLabelKeys[code];
  }

  keepPanels(): void {
    this.settings.put('panels', { right: this.rightPanel, overview: this.overview, tab: this.tab });
  }

  remap(commands: Record<string, string[]>, labels: LabelKeys): void {
    this.commands.remap(commands);
    this.labelKeys = labels;
    this.keysRevision++;
    this.settings.put('keys', { commands, labels });
  }

  #restore(): void {
    this.theme = this.settings.get('theme', z.enum(['lab', 'paper']), 'lab');
    const kept = this.settings.get('panels', panels, { right: true, overview: true, tab: 'beat' });
    this.rightPanel = kept.right;
    this.overview = kept.overview;
    this.tab = kept.tab;
    this.hints = this.settings.get('hints', z.object({ seen: z.boolean() }), { seen: false }).seen === false;
    this.studies.sorting = this.settings.get('studyList', studyList, AS_IMPORTED);
    const keys = this.settings.get('keys', keySetting.optional(), undefined);
    if (keys) {
      this.commands.remap(keys.commands);
      this.labelKeys = keys.labels;
    }
  }

  async #afterJob(job: Job): Promise<void> {
    await this.studies.load();
    // What was looked for may name who was erased.
    if (job.kind === 'erase' && job.state === 'done') {
      this.studies.filter = '';
      this.house.filter = '';
      this.search.clear();
    }
    const open = this.review?.record.id;
    if (job.kind === 'import' && job.state === 'done' && this.view === 'studies') {
      const result = importResult.safeParse(job.result);
      if (!result.success) return;
      const { records, errors } = result.data;
      this.studies.tellImport(result.data, job.id);
      if (records.length === 1 && errors.length === 0) return this.open(records[0].id);
    }
    if (job.kind === 'classify' && open !== undefined && this.review) {
      const record = await this.api.getRecord({ params: { recordId: open } });
      if (record.annotationSets.length !== this.review.annotations.sets.length)
        await this.review.annotations.load(record.annotationSets);
    }
  }
}

export const [getApplication, setApplication] = createContext<Application>();
