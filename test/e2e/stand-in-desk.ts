/** What the stand-in keeps besides labels: the log of the laboratory, signatures, people; a report that is a PDF by name alone. */
import { PurkinjeError } from '../../src-main/domain/errors.ts';
import type { EndpointName } from '../../src-main/api/contract/index.ts';
import type { BeatTable, StudyMark } from '../../src-main/api/contract/measurements.ts';
import type { Role } from '../../src-main/api/contract/people.ts';

interface StandInPerson {
  readonly id: number;
  name: string;
  role: Role;
  active: boolean;
  password: string;
}
type Body = Record<string, unknown>;
const NOW = '2026-03-01T10:00:00.000+01:00';

export class StandInDesk {
  readonly reports: Body[] = [];
  readonly prints: Body[] = [];
  /** What is kept with the record; undo and redo bring back what it was. */
  marks: StudyMark[] = [];
  #signatures: { revision: number; reason: string; who: string; role: string }[] = [];
  #people: StandInPerson[] = [];
  #present: StandInPerson | undefined;
  #nextId = 1;

  /** undefined: another part of the stand-in answers it. */
  answer(name: EndpointName, params: Record<string, string>, body: Body, revision: number): unknown {
    switch (name) {
      case 'listMarks':
        return { marks: this.marks };
      case 'addMark':
      case 'changeMark':
        return this.#keep(Number(params.markId ?? this.#nextId++), body);
      case 'deleteMark':
        this.marks = this.marks.filter(({ id }) => id !== Number(params.markId));
        return {};
      case 'listSignatures':
        return { signatures: this.#signatures.map((_, index) => this.#signature(index, revision)) };
      case 'signSet':
        return this.#sign(String(body.reason), revision);
      case 'makeReport':
        this.reports.push(body);
        return new TextEncoder().encode('%PDF-1.7 a stand-in');
      case 'printPage':
        this.prints.push(body);
        return new TextEncoder().encode('%PDF-1.7 a stand-in');
      case 'measureManoeuvre':
        return { measures: measuresOf(body) };
      default:
        return this.#answerPeople(name, params, body);
    }
  }

  #answerPeople(name: EndpointName, params: Record<string, string>, body: Body): unknown {
    switch (name) {
      case 'getSession':
        return this.#session();
      case 'signIn':
        this.#present = this.#people.find(
          (one) => one.name === body.name && one.password === body.password && one.active,
        );
        if (!this.#present)
          throw new PurkinjeError('NotAllowed', 'This name and password do not belong together.');
        return this.#session();
      case 'signOut':
        this.#present = undefined;
        return this.#session();
      case 'listPeople':
        return { people: this.#people.map(withoutPassword) };
      case 'addPerson':
        return this.#add(body);
      case 'changePerson': {
        const found = this.#people.find(({ id }) => id === Number(params.personId))!;
        return withoutPassword(Object.assign(found, body));
      }
      default:
        return undefined;
    }
  }

  #keep(id: number, body: Body): StudyMark {
    const mark = { ...body, id, recordId: 1, author: 'stand-in', createdAt: NOW } as unknown as StudyMark;
    this.marks = [...this.marks.filter((one) => one.id !== id), mark];
    return mark;
  }

  #sign(reason: string, revision: number): unknown {
    const { name: who, role } = this.#present ?? { name: 'reviewer', role: 'administrator' };
    const count = this.#signatures.push({ revision, reason, who, role });
    return this.#signature(count - 1, revision);
  }

  #signature(index: number, now: number): unknown {
    const { revision, ...rest } = this.#signatures[index];
    return { ...rest, id: index + 1, setId: 1, at: NOW, changedSince: revision !== now };
  }

  #session(): unknown {
    const person = this.#present && { name: this.#present.name, role: this.#present.role };
    return { required: this.#people.length > 0, person };
  }

  #add(body: Body): unknown {
    const { name, role, password } = body as unknown as StandInPerson;
    const added: StandInPerson = { id: this.#people.length + 1, name, role, password, active: true };
    this.#people.push(added);
    if (this.#people.length === 1) this.#present = added;
    return withoutPassword(added);
  }
}

function withoutPassword({ id, name, role, active }: StandInPerson): unknown {
  return { id, name, role, active };
}

function measuresOf({ postPacingInterval, tachycardiaCycleLength, shortestPreExcitedRr }: Body): unknown[] {
  const measures: unknown[] = [];
  if (typeof postPacingInterval === 'number' && typeof tachycardiaCycleLength === 'number')
    measures.push({
      name: 'PPI - TCL',
      value: postPacingInterval - tachycardiaCycleLength,
      unit: 'ms',
      by: 'post-pacing interval less tachycardia cycle length',
      marked: false,
    });
  if (typeof shortestPreExcitedRr === 'number')
    measures.push({
      name: 'SPERRI',
      value: shortestPreExcitedRr,
      unit: 'ms',
      by: 'shortest pre-excited RR in atrial fibrillation',
      marked: shortestPreExcitedRr <= 250,
    });
  return measures;
}

/** Cycle lengths are those of the beats; VA is one number, and there is no His channel. */
export function beatTableOf(
  beats: readonly { id: number; sampleIndex: number; code: string }[],
  samplingFrequency: number,
  [from, to]: readonly [number, number],
): BeatTable {
  const rows = beats.flatMap((beat, index) => {
    if (beat.sampleIndex < from || beat.sampleIndex >= to) return [];
    const before = beats[index - 1]?.sampleIndex;
    const cycleLengthMs =
      before === undefined ? undefined : ((beat.sampleIndex - before) / samplingFrequency) * 1000;
    return [{ ...beat, cycleLengthMs, vaMs: beat.code === 'NRT' ? 42 : undefined }];
  });
  return { rows, septalChannel: 'CS90', septalIsSurrogate: true, noHis: 'no His channel' };
}
