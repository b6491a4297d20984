import Database from 'better-sqlite3';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../../../src-main/api/contract/index.ts';
import { PERMISSIONS } from '../../../src-main/api/contract/permissions.ts';
import { COMMANDS } from '../../../src-main/shells/cli/commands.ts';
import { runCommandLine } from '../../../src-main/shells/cli/run.ts';
import { openWorkstation } from '../../../src-main/services/open-workstation.ts';
import { signIn } from '../../../src-main/services/people/people.ts';
import { libraryFile } from '../../../src-main/store/library-paths.ts';
import { searchTrail } from '../../../src-main/store/trail-search.ts';
import { listTrail, verifyTrail } from '../../../src-main/store/trail.ts';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from '../../api/library-fixture.ts';

let fixture: ApiFixture;
beforeEach(() => void (fixture = openApiFixture()));
afterEach(() => fixture.close());

const PASSWORD = 'correct horse';
const add = (name: string, role: 'reviewer' | 'annotator' | 'trainer' | 'administrator') =>
  fixture.api.addPerson({ body: { name, role, password: PASSWORD } });
const enter = (name: string, password = PASSWORD) => fixture.api.signIn({ body: { name, password } });
const refused = (what: Promise<unknown>, code = 'NotAllowed') => expect(what).rejects.toMatchObject({ code });

describe('people', () => {
  it('are not needed: a library without any is one administrator', async () => {
    expect(await fixture.api.getSession()).toEqual({ required: false });
    await fixture.api.listStudies();
    await fixture.api.listPeople();
  });

  it('begin with an administrator, who is signed in', async () => {
    await refused(add('Anna', 'annotator'), 'InvalidInput');
    await add('Ada', 'administrator');
    expect(await fixture.api.getSession()).toEqual({
      required: true,
      person: { name: 'Ada', role: 'administrator' },
    });
    await refused(add('ada', 'reviewer'), 'Conflict');
  });

  it('sign in by password; signed out, nothing of a patient is answered', async () => {
    await add('Ada', 'administrator');
    await fixture.api.signOut();
    await refused(fixture.api.listStudies());
    await refused(enter('Ada', 'wrong password'));
    await refused(enter('Nobody'));
    expect((await enter('ADA')).person?.name).toBe('Ada');
    await fixture.api.listStudies();
  });

  it('keep no password as it was typed', async () => {
    await add('Ada', 'administrator');
    const rows = fixture.workstation.library.database.prepare('SELECT * FROM person').all();
    expect(JSON.stringify(rows)).not.toContain(PASSWORD);
  });

  it('may do what their role may', async () => {
    const recordId = await importStudy(fixture, shortStudy());
    const [{ id: setId }] = (await fixture.api.getRecord({ params: { recordId } })).annotationSets;
    await add('Ada', 'administrator');
    await add('Tina', 'trainer');
    await add('Anna', 'annotator');
    await add('Rosa', 'reviewer');
    const create = (name: string) =>
      fixture.api.createSet({ params: { recordId }, body: { name, author: 'x', copyOf: setId } });
    const sign = () => fixture.api.signSet({ params: { setId }, body: { reason: 'read' } });
    await enter('Tina');
    await refused(create('by Tina'));
    const batch = (more: object) =>
      fixture.api.startBatch({ body: { folder: `${fixture.folder}/nowhere`, ...more } });
    await refused(batch({ dateOrder: 'day-first' }));
    await refused(batch({}), 'FileMissing');
    await enter('Anna');
    await create('by Anna');
    await refused(sign());
    await refused(fixture.api.listPeople());
    await enter('Rosa');
    await create('by Rosa');
    expect(await sign()).toMatchObject({ who: 'Rosa', role: 'reviewer', changedSince: false });
    await refused(fixture.api.deleteStudy({ params: { studyId: 1 } }));
    await enter('Ada');
    await fixture.api.deleteStudy({ params: { studyId: 1 } });
  });

  it('never lose the last administrator; a closed account stays out', async () => {
    const { id } = await add('Ada', 'administrator');
    const anna = await add('Anna', 'annotator');
    const change = (personId: number, body: object) =>
      fixture.api.changePerson({ params: { personId }, body });
    await refused(change(id, { active: false }), 'Conflict');
    await refused(change(id, { role: 'reviewer' }), 'Conflict');
    await change(anna.id, { active: false });
    await refused(enter('Anna'));
    await change(anna.id, { active: true, password: 'another one' });
    await refused(enter('Anna'));
    expect((await enter('Anna', 'another one')).person?.name).toBe('Anna');
  });

  it('wait after five failures, longer each time, known or not, across a restart; the trail tells each', async () => {
    await add('Ada', 'administrator');
    const { database } = fixture.workstation.library;
    const passed = (seconds: number) =>
      database.prepare('UPDATE sign_in_failure SET last_at = last_at - ?').run(seconds * 1000);
    for (const name of ['Ada', 'Nobody']) {
      for (let failure = 1; failure < 5; failure++) await refused(enter(name, 'wrong one'));
      await expect(enter(name, 'wrong one')).rejects.toThrow(/After 5 failures this name waits 30 s/);
      // Not even the right password, while it waits.
      await expect(enter(name)).rejects.toThrow(/Try again in (30|29|28) s/);
    }
    passed(31);
    await expect(enter('ada', 'wrong one')).rejects.toThrow(/After 6 failures this name waits 60 s/);
    await fixture.workstation.close();
    const other = openWorkstation(fixture.library, { shell: 'cli' });
    await expect(signIn(other, 'Ada', PASSWORD)).rejects.toThrow(/Try again/);
    await signIn(other, 'Ada', PASSWORD, Date.now() + 61_000);
    const told = searchTrail(other.library.database, { text: 'failure' }, { offset: 0, limit: 100 });
    expect(told.total).toBe(11);
    expect(told.entries[0]).toMatchObject({ who: 'Ada', object: 'person 1', new: 'failure 6, waits 60 s' });
    // What was typed as a name may be a password.
    expect(JSON.stringify(told)).not.toContain('Nobody');
    expect(other.library.database.prepare('SELECT count(*) FROM sign_in_failure').pluck().get()).toBe(1);
    await other.close();
    fixture = openApiFixture();
  });

  it('wait no more once an administrator set a new password', async () => {
    await add('Ada', 'administrator');
    const { id } = await add('Anna', 'annotator');
    for (let failure = 0; failure < 5; failure++) await refused(enter('Anna', 'wrong one'));
    await refused(enter('Anna'));
    await fixture.api.changePerson({ params: { personId: id }, body: { password: 'a new password' } });
    expect((await enter('Anna', 'a new password')).person?.name).toBe('Anna');
  });

  it('change their own password, and nobody else does with it', async () => {
    await add('Ada', 'administrator');
    const change = (old: string) =>
      fixture.api.changePassword({ body: { old, password: 'a better password' } });
    await refused(change('not mine at all'));
    await change(PASSWORD);
    await fixture.api.signOut();
    await refused(change('a better password'));
    await refused(enter('Ada'));
    await enter('Ada', 'a better password');
    const { entries } = await fixture.api.searchTrail({ query: { what: 'change own password' } });
    expect(entries).toMatchObject([{ who: 'Ada', object: 'person 1' }]);
    expect(JSON.stringify(entries)).not.toContain('better');
  });

  it('are named in the trail by what they did', async () => {
    await add('Ada', 'administrator');
    await add('Anna', 'annotator');
    const { entries } = await fixture.api.getTrail();
    expect(entries.map(({ who, what }) => [who, what])).toEqual([
      ['Ada', 'add person'],
      ['Ada', 'add person'],
    ]);
  });

  it('have a permission table of endpoints that there are', () => {
    expect(Object.keys(PERMISSIONS).filter((name) => !(name in ENDPOINTS))).toEqual([]);
  });
});

describe('signatures', () => {
  it('stand under labels as they were, and show a change since', async () => {
    const recordId = await importStudy(fixture, shortStudy());
    const [{ id: reference }] = (await fixture.api.getRecord({ params: { recordId } })).annotationSets;
    const body = { name: 'mine', author: 'Rosa', copyOf: reference };
    const { id: setId } = await fixture.api.createSet({ params: { recordId }, body });
    await fixture.api.signSet({ params: { setId }, body: { reason: 'final' } });
    const signed = async () => (await fixture.api.listSignatures({ params: { setId } })).signatures;
    expect(await signed()).toMatchObject([{ reason: 'final', changedSince: false }]);
    const edit = { kind: 'insert' as const, annotations: [{ sampleIndex: 9, symbol: 'V' }] };
    await fixture.api.applyEdit({ params: { setId }, body: { edit } });
    expect(await signed()).toMatchObject([{ changedSince: true }]);
    await fixture.api.undoEdit({ params: { setId } });
    expect(await signed()).toMatchObject([{ changedSince: false }]);
    await refused(fixture.api.signSet({ params: { setId }, body: { reason: ' ' } }), 'InvalidInput');
    expect(fixture.bugs).toEqual([]);
  });
});

async function command(...argv: string[]): Promise<{ code: number; out: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await runCommandLine(COMMANDS, argv, { stdout, stderr }, new AbortController().signal);
  return { code, out: ((stdout.read() as Buffer | null) ?? '').toString() };
}

describe('trail search', () => {
  it('gives pages newest first, by person, kind, day and words', async () => {
    await add('Ada', 'administrator');
    for (const name of ['Anna', 'Ben', 'Carl']) await add(name, 'annotator');
    await enter('Ben');
    await enter('Ada');
    const find = (query: object) => fixture.api.searchTrail({ query });
    const all = await find({});
    expect(all.total).toBe(6);
    expect(all.entries.map(({ sequence }) => sequence)).toEqual([6, 5, 4, 3, 2, 1]);
    expect(all.people).toEqual(['Ada', 'Ben']);
    expect(all.kinds).toEqual(['add person', 'sign-in']);
    expect((await find({ offset: 4, limit: 1 })).entries).toMatchObject([{ sequence: 2 }]);
    expect((await find({ who: 'Ben' })).entries).toMatchObject([{ what: 'sign-in' }]);
    expect((await find({ what: 'add person', text: 'PERSON 3' })).total).toBe(1);
    const today = all.entries[0].at.slice(0, 10);
    expect((await find({ from: today, to: today })).total).toBe(6);
    expect((await find({ to: '2020-01-01' })).total).toBe(0);
  });
});

describe('trail verify', () => {
  it('is content with a sound trail, and names the first row that was tampered with', async () => {
    await add('Ada', 'administrator');
    for (const name of ['Anna', 'Ben', 'Carl']) await add(name, 'annotator');
    const { database } = fixture.workstation.library;
    expect(verifyTrail(database)).toEqual({ sound: true, entries: listTrail(database).length });
    expect(await fixture.api.verifyTrail()).toMatchObject({ sound: true });
    await fixture.workstation.close();
    const [user, password] = [process.env.PURKINJE_USER, process.env.PURKINJE_PASSWORD];
    Object.assign(process.env, { PURKINJE_USER: 'Ada', PURKINJE_PASSWORD: PASSWORD });
    expect(await command('trail', 'verify', '--library', fixture.library)).toMatchObject({ code: 0 });
    const file = new Database(libraryFile(fixture.library));
    file.exec('DROP TRIGGER trail_is_never_updated');
    file.prepare("UPDATE trail SET new = 'administrator' WHERE sequence IN (3, 4)").run();
    file.close();
    const { code, out } = await command('trail', 'verify', '--library', fixture.library);
    expect(code).toBe(1);
    expect(out).toContain('entry 3: its content was changed');
    expect(out).toMatch(/expected [0-9a-f]{64}, found [0-9a-f]{64}/);
    const list = await command('trail', 'list', '--json', '--library', fixture.library);
    expect((JSON.parse(list.out) as { entries: unknown[] }).entries.length).toBeGreaterThan(4);
    fixture = openApiFixture();
    restore('PURKINJE_USER', user);
    restore('PURKINJE_PASSWORD', password);
  });
});

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
