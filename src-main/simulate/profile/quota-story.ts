import type { Heart } from '../heart/heart.ts';
import { hasScar, interrupt, startCircuit } from '../story/circuits.ts';
import type { Laboratory, Story } from '../story/laboratory.ts';
import { drive, inTachycardia, quench } from '../story/laboratory.ts';
import { ignite, nextSinusBeat } from '../story/ignite.ts';
import type { LeipzigRecord } from './leipzig-table.ts';
import type { QuotaKind } from './quota.ts';
import { Quota, scaledCount } from './quota.ts';

const PATIENCE = 40_000; // ms without progress after which a piece is given up

/** Lets time pass until `count` beats of a kind have come, or for `limit` ms. */
function* until(
  quota: Quota,
  heart: Heart,
  kind: QuotaKind,
  count: number,
  limit = count * 1600 + 4000,
): Generator<number, void, void> {
  const goal = quota.doneOf(kind) + count;
  const end = heart.now + limit;
  while (quota.doneOf(kind) < goal && heart.now < end) {
    yield 40;
    if (kind !== 'tachycardia' && inTachycardia(heart)) yield* quench(heart);
  }
}

interface Course {
  readonly laboratory: Laboratory;
  readonly quota: Quota;
  readonly record: LeipzigRecord;
  readonly share: number;
  /** Aberrant and blocked tachycardia beats still wanted. */
  aberrant: number;
  blocked: number;
}

/** Started by pacing where the record holds too few premature atrial beats for all its runs. */
function* begin({ laboratory, record }: Course): Generator<number, boolean, void> {
  const runs = (record.marks.get('(AVNRT') ?? 0) + (record.marks.get('(AVRT') ?? 0);
  return yield* ignite(laboratory, (record.beats.get('PAC') ?? 0) < runs ? 'stimulus' : 'focus');
}

/** The permanent form starts by itself at once: between the wanted runs its pathway is held blocked. */
function isIncessant(heart: Heart): boolean {
  return heart.subject.diagnosis === 'AVRT-PJRT';
}

function* tachycardia(course: Course, count: number): Generator<number, void, void> {
  const { laboratory, quota } = course;
  const { heart } = laboratory;
  const accessory = heart.pathway('accessory');
  if (accessory) accessory.blocked = false;
  if (!inTachycardia(heart) && !(yield* begin(course))) return;
  if (course.aberrant > 0) {
    const right = heart.pathway('his-right')!;
    const beats = Math.min(course.aberrant, Math.max(2, Math.round(count / 2)));
    right.tone = 6;
    yield* until(quota, heart, 'tachycardia', beats);
    right.tone = 1;
    yield 120; // retrograde penetration would keep the block going (linking): end it here
    right.lastAtEnd = [-1e9, -1e9];
    course.aberrant -= beats;
  }
  if (course.blocked > 0) {
    const lower = heart.pathway('lower')!;
    const beats = Math.min(course.blocked, Math.max(2, Math.round(count / 2)));
    const usual = lower.forward!.refractory;
    lower.forward!.refractory = heart.subject.electrophysiology.reentryCycle * 1.45;
    yield* until(quota, heart, 'tachycardia', beats);
    lower.forward!.refractory = usual;
    course.blocked -= beats;
  }
  const goal = Math.min(count, quota.left('tachycardia'));
  yield* until(quota, heart, 'tachycardia', goal, goal * 500 + 1500);
  yield* quench(heart);
  if (accessory) accessory.blocked = isIncessant(heart);
}

function* ectopicRun(course: Course, kind: QuotaKind, count: number): Generator<number, void, void> {
  const { laboratory, quota } = course;
  const { heart, random } = laboratory;
  const own = heart.subject.electrophysiology.sinusCycle;
  const circuit = kind === 'flutter' ? 'flutter' : kind === 'vt' && hasScar(heart) ? 'scar' : undefined;
  if (circuit) yield* startCircuit(laboratory, circuit, 'focus');
  quota.running = circuit ? undefined : kind;
  if (kind === 'vt' && !circuit)
    heart.startFocus(
      random.next() < 0.6 ? 'ventricular-focus' : 'ventricular-focus-2',
      'ventricular-focus',
      260 + 130 * random.next(),
      0.012,
    );
  if (kind === 'ivr')
    heart.startFocus(
      'ventricular-focus-2',
      'ventricular-focus',
      Math.max(570, Math.min(own - 60, 700)),
      0.02,
    );
  if (kind === 'ectopic-atrial')
    heart.startFocus('atrial-focus-2', 'atrial-focus', Math.min(own - 120, 380), 0.03);
  if (kind === 'junctional') heart.startFocus('common', 'junctional-focus', Math.min(own - 80, 480), 0.02);
  if (kind === 'fibrillation') heart.startFibrillation(150 + 25 * random.next());
  yield* until(
    quota,
    heart,
    kind,
    Math.max(kind === 'ectopic-atrial' ? 7 : 3, Math.min(count, quota.left(kind))),
  );
  quota.running = undefined;
  if (circuit) yield* interrupt(heart, circuit);
  else heart.stopDriver();
  yield 1200;
}

/** Sinus beats, with the single premature beats that belong among them. */
function* sinusPiece(course: Course, count: number): Generator<number, void, void> {
  const { laboratory, quota } = course;
  const { heart, random } = laboratory;
  const goal = quota.doneOf('sinus') + count;
  const end = heart.now + PATIENCE + count * 1500;
  while (quota.doneOf('sinus') < goal && heart.now < end) {
    const rest = Math.max(1, quota.left('sinus'));
    const atrial = Math.max(0, quota.left('premature-atrial')) / rest;
    const ventricular = Math.max(0, quota.left('premature-ventricular')) / rest;
    const drawn = random.next();
    if (drawn < Math.min(0.9, atrial + ventricular))
      yield* premature(course, drawn < atrial ? 'atrial' : 'ventricular');
    else yield* until(quota, heart, 'sinus', 1);
  }
}

/** A ventricular beat so late that the next sinus beat has begun to reach the ventricles too. */
function* fuse({ laboratory, quota }: Course): Generator<number, void, void> {
  const { heart, random } = laboratory;
  const { atriumToHis, hisToVentricle } = heart.subject.electrophysiology;
  yield* nextSinusBeat(heart);
  heart.premature('ventricular-focus', atriumToHis + hisToVentricle + 25 - 65 * random.next());
  yield* until(quota, heart, 'premature-ventricular', 1, 700);
}

function* premature(course: Course, kind: 'atrial' | 'ventricular'): Generator<number, void, void> {
  const { laboratory, quota, record } = course;
  const { heart, random } = laboratory;
  yield* until(quota, heart, 'sinus', 1);
  const cycle = heart.subject.electrophysiology.sinusCycle * heart.sinusTone;
  const fusing =
    (record.beats.get('F') ?? 0) / Math.max(1, (record.beats.get('F') ?? 0) + (record.beats.get('PVC') ?? 0));
  if (kind === 'ventricular' && random.next() < 1.4 * fusing) return yield* fuse(course);
  const since = heart.now - heart.lastAt('sinus');
  const coupling =
    kind === 'atrial' ? cycle * (0.52 + 0.25 * random.next()) : cycle * (0.55 + 0.2 * random.next()) + 140;
  const aberrant =
    kind === 'atrial' &&
    random.next() <
      (record.beats.get('PAC-a') ?? 0) /
        ((record.beats.get('PAC') ?? 0) + (record.beats.get('PAC-a') ?? 0) + 1);
  heart.premature(random.next() < 0.8 ? `${kind}-focus` : `${kind}-focus-2`, Math.max(1, coupling - since));
  if (aberrant) heart.pathway('his-right')!.tone = 5;
  yield Math.max(1, coupling - since) + 330;
  heart.pathway('his-right')!.tone = 1;
}

function* paced(course: Course, site: 'HRA' | 'RVA', count: number): Generator<number, void, void> {
  const { laboratory } = course;
  const { heart, random } = laboratory;
  const own = heart.subject.electrophysiology.sinusCycle;
  const cycle = Math.max(300, Math.min(500, own - 50));
  const extra = count > 4 && random.next() < 0.6;
  const coupling = extra ? cycle * (0.7 + 0.2 * random.next()) : undefined;
  yield* drive(laboratory, {
    site,
    cycle,
    beats: Math.max(1, Math.round(count) - (extra ? 1 : 0)),
    coupling,
  });
  yield 700;
}

function* lastingChanges({ laboratory, quota, record, share }: Course): Generator<number, void, void> {
  const { heart } = laboratory;
  const left = scaledCount(record.beats.get('LBB') ?? 0, share);
  if (left > 0) {
    heart.pathway('his-left')!.tone = 8;
    yield* until(quota, heart, 'sinus', left);
    heart.pathway('his-left')!.tone = 1;
  }
  const slow = scaledCount(record.beats.get('N-BI') ?? 0, share);
  if (slow > 0) {
    heart.pathway('fast')!.tone = 2.2;
    yield* until(quota, heart, 'sinus', slow);
    heart.pathway('fast')!.tone = 1;
  }
}

/** After ablation the pathway no longer conducts: the pre-excited part of the study, and its tachycardias, come first. */
function* ablateWhenDue(course: Course): Generator<number, void, void> {
  const { laboratory, quota, record } = course;
  const accessory = laboratory.heart.pathway('accessory');
  const preExcited = record.beats.get('N-Prex') ?? 0;
  const plain = record.beats.get('N') ?? 0;
  if (!accessory?.forward || plain === 0 || preExcited === 0) return;
  if (quota.shareLeft('sinus') > plain / (plain + preExcited)) return;
  for (let run = 0; run < 20 && quota.left('tachycardia') > 0; run++) {
    yield* tachycardia(course, Math.min(quota.left('tachycardia'), quota.pieces.get('tachycardia')!));
    yield 1500;
  }
  accessory.forward = undefined;
  accessory.backward = undefined;
}

function nextKind(quota: Quota, kinds: readonly QuotaKind[]): QuotaKind | undefined {
  let best: QuotaKind | undefined;
  for (const kind of kinds) {
    if (quota.left(kind) < 1) continue;
    if (!best || quota.shareLeft(kind) > quota.shareLeft(best)) best = kind;
  }
  return best;
}

/**
 * A study with about the published counts of one record: its classes, their number, and in how many pieces they come,
 * each made by the mechanism that makes it. Ends when nothing is wanted any more.
 */
export function quotaStory(record: LeipzigRecord, share: number): Story {
  return function* (laboratory) {
    const quota = new Quota(record, share, laboratory.heart);
    const scaled = (code: string): number => scaledCount(record.beats.get(code) ?? 0, share);
    const course: Course = {
      laboratory,
      quota,
      record,
      share,
      aberrant: scaled('NRT-a') + scaled('VRT-a'),
      blocked: scaled('NRT-BII'),
    };
    const kinds: QuotaKind[] = [
      'paced-atria',
      'paced-ventricles',
      'tachycardia',
      'vt',
      'ivr',
      'fibrillation',
      'flutter',
      'ectopic-atrial',
      'junctional',
    ];
    let fruitless = 0;
    if (isIncessant(laboratory.heart)) laboratory.heart.pathway('accessory')!.blocked = true;
    yield* lastingChanges(course);
    while (fruitless < 12) {
      yield* ablateWhenDue(course);
      const before = laboratory.heart.happenings.waves.length;
      const kind = nextKind(quota, kinds);
      const sinusShare = quota.shareLeft('sinus');
      if (sinusShare > 0 && quota.left('sinus') >= 1) {
        const pieces = Math.max(
          1,
          kinds.reduce((sum, k) => sum + Math.max(0, quota.left(k)) / (quota.pieces.get(k) ?? 1), 0),
        );
        yield* sinusPiece(
          course,
          kind ? Math.max(1, Math.round(quota.left('sinus') / pieces)) : quota.left('sinus'),
        );
      }
      if (!kind) {
        if (quota.left('sinus') < 1) return;
        fruitless++;
        continue;
      }
      const left = quota.left(kind);
      const count = Math.max(1, Math.round(Math.min(left, quota.pieces.get(kind)!)));
      if (kind === 'tachycardia') yield* tachycardia(course, count);
      else if (kind === 'paced-atria') yield* paced(course, 'HRA', count);
      else if (kind === 'paced-ventricles') yield* paced(course, 'RVA', count);
      else yield* ectopicRun(course, kind, count);
      fruitless = quota.left(kind) < left ? 0 : fruitless + 1;
      if (laboratory.heart.happenings.waves.length === before) return;
    }
  };
}
