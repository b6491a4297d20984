import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPurkinjeError } from '../../src-main/domain/errors.ts';
import { insertAnnotationSet } from '../../src-main/store/annotation-sets.ts';
import { insertAnnotations, readAnnotations } from '../../src-main/store/annotations.ts';
import type { StoredAnnotation } from '../../src-main/store/annotations.ts';
import type { LibraryDatabase } from '../../src-main/store/database.ts';
import { applyEdit, editState, redo, undo } from '../../src-main/store/edit-log.ts';
import type { Edit } from '../../src-main/store/edits.ts';
import { openLibrary } from '../../src-main/store/library.ts';
import type { Library } from '../../src-main/store/library.ts';
import { listTrail, verifyTrail } from '../../src-main/store/trail.ts';
import { insertStudyWithRecord, temporaryLibrary } from './temporary-library.ts';

const ME = 'a reader';

function humanSet(library: Library, beats = 10): number {
  const recordId = insertStudyWithRecord(library);
  const set = { recordId, name: 'mine', origin: 'human', author: ME } as const;
  const setId = insertAnnotationSet(library.database, set);
  const annotations = Array.from({ length: beats }, (_, i) => ({ sampleIndex: 100 * i, symbol: 'N' }));
  insertAnnotations(library.database, setId, annotations, 'imported');
  return setId;
}

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    if (isPurkinjeError(error)) return error.code;
    throw error;
  }
  return undefined;
}

describe('edits', () => {
  it('insert, relabel, move and delete; undo and redo each in one step', () => {
    const library = temporaryLibrary();
    const { database } = library;
    const setId = humanSet(library, 3);
    const states: StoredAnnotation[][] = [readAnnotations(database, setId)];
    const apply = (edit: Edit) => {
      const outcome = applyEdit(database, setId, edit);
      states.push(readAnnotations(database, setId));
      return outcome;
    };
    const inserted = apply({
      kind: 'insert',
      author: ME,
      provenance: 'blind',
      annotations: [
        { sampleIndex: 150, symbol: 'V' },
        { sampleIndex: 160, symbol: '"', aux: 'look here', channel: 2 },
      ],
    });
    expect(inserted).toMatchObject({ sequence: 1, kind: 'insert', from: 150, to: 160 });
    const [id, note] = inserted.ids;
    apply({
      kind: 'relabel',
      author: ME,
      provenance: 'accepted',
      labels: [
        { id, symbol: 'X', aux: 'AVNRT' },
        { id: note, symbol: '"', aux: 'read' },
      ],
    });
    expect(states[2].find((annotation) => annotation.id === id)).toMatchObject({
      symbol: 'X',
      aux: 'AVNRT',
      provenance: 'accepted',
      sampleIndex: 150,
    });
    expect(apply({ kind: 'move', author: ME, moves: [{ id, sampleIndex: 5 }] })).toMatchObject({
      from: 5,
      to: 150,
    });
    apply({ kind: 'delete', author: ME, ids: [id, states[0][0].id] });
    expect(states[4].map(({ sampleIndex }) => sampleIndex)).toEqual([100, 160, 200]);

    for (let step = 3; step >= 0; step--) {
      expect(editState(database, setId).undo?.sequence).toBe(step + 1);
      undo(database, setId, ME);
      expect(readAnnotations(database, setId)).toEqual(states[step]);
    }
    expect(undo(database, setId, ME)).toBeUndefined();
    for (let step = 1; step <= 4; step++) {
      expect(redo(database, setId, ME)?.sequence).toBe(step);
      expect(readAnnotations(database, setId)).toEqual(states[step]);
    }
    expect(redo(database, setId, ME)).toBeUndefined();
    expect(verifyTrail(database)).toEqual({ sound: true, entries: 1 + 4 + 4 + 4 });
  });

  it('undo survives a restart', () => {
    const library = temporaryLibrary();
    const setId = humanSet(library, 2);
    const before = readAnnotations(library.database, setId);
    applyEdit(library.database, setId, { kind: 'delete', author: ME, ids: [before[0].id] });
    library.close();
    const again = openLibrary(library.path);
    expect(editState(again.database, setId)).toEqual({
      undo: { sequence: 1, kind: 'delete', annotations: 1, at: expect.any(String) as string },
      redo: undefined,
    });
    undo(again.database, setId, ME);
    expect(readAnnotations(again.database, setId)).toEqual(before);
    again.close();
  });

  it('an edit after an undo ends what could be redone, but the trail keeps it', () => {
    const library = temporaryLibrary();
    const { database } = library;
    const setId = humanSet(library, 2);
    const [first, second] = readAnnotations(database, setId);
    applyEdit(database, setId, { kind: 'delete', author: ME, ids: [first.id], why: 'noise' });
    undo(database, setId, ME);
    applyEdit(database, setId, { kind: 'delete', author: ME, ids: [second.id] });
    expect(editState(database, setId).redo).toBeUndefined();
    expect(redo(database, setId, ME)).toBeUndefined();
    const told = listTrail(database, { object: `annotation-set ${setId}` });
    expect(told.map(({ what, why }) => [what, why])).toEqual([
      ['delete', 'noise'],
      ['undo delete', undefined],
      ['delete', undefined],
    ]);
    expect(JSON.parse(told[0].old!)).toMatchObject({ id: [first.id], at: [0] });
  });

  it('relabels 10,000 as one step', () => {
    const library = temporaryLibrary();
    const { database } = library;
    const setId = humanSet(library, 10_000);
    const before = readAnnotations(database, setId);
    const labels = before.map(({ id }) => ({ id, symbol: 'X', aux: 'AVRT' }));
    applyEdit(database, setId, { kind: 'relabel', author: ME, provenance: 'bulk', labels });
    const after = readAnnotations(database, setId);
    expect(after.every(({ aux, provenance }) => aux === 'AVRT' && provenance === 'bulk')).toBe(true);
    undo(database, setId, ME);
    expect(readAnnotations(database, setId)).toEqual(before);
    expect(undo(database, setId, ME)).toBeUndefined();
  });

  it('are refused whole: unknown, of another set, twice, empty, of a machine', () => {
    const library = temporaryLibrary();
    const { database } = library;
    const setId = humanSet(library, 2);
    const before = readAnnotations(database, setId);
    const ids = before.map(({ id }) => id);
    const attempt = (edit: Edit, set = setId) => codeOf(() => applyEdit(database, set, edit));
    expect(attempt({ kind: 'delete', author: ME, ids: [ids[0], 99_999] })).toBe('Conflict');
    expect(attempt({ kind: 'delete', author: ME, ids: [ids[0], ids[0]] })).toBe('InvalidInput');
    expect(attempt({ kind: 'delete', author: ME, ids: [] })).toBe('InvalidInput');
    expect(attempt({ kind: 'move', author: ME, moves: [{ id: ids[0], sampleIndex: -1 }] })).toBe(
      'InvalidInput',
    );
    const noSymbol = [{ id: ids[0], symbol: '' }];
    expect(attempt({ kind: 'relabel', author: ME, provenance: 'shown', labels: noSymbol })).toBe(
      'InvalidInput',
    );
    expect(attempt({ kind: 'delete', author: ME, ids }, 4711)).toBe('NotFound');
    const machine = { recordId: 1, name: 'm', origin: 'machine', author: 'm' } as const;
    const machineSet = insertAnnotationSet(database, machine);
    expect(attempt({ kind: 'delete', author: ME, ids }, machineSet)).toBe('NotAllowed');
    const other = insertAnnotationSet(database, { ...machine, origin: 'human' });
    expect(attempt({ kind: 'delete', author: ME, ids }, other)).toBe('Conflict');
    expect(readAnnotations(database, setId)).toEqual(before);
    expect(editState(database, setId)).toEqual({ undo: undefined, redo: undefined });
  });

  it('any history of edits, undos and redos ends where a list of states ends', () => {
    const library = temporaryLibrary();
    const { database } = library;
    const setId = humanSet(library, 6);
    const step = fc.record({
      act: fc.constantFrom('insert', 'delete', 'move', 'relabel', 'undo', 'undo', 'redo'),
      pick: fc.nat(5),
      at: fc.nat(1000),
    });
    // One property over one growing history: each run goes on from the state the last one left.
    const history = { done: [readAnnotations(database, setId)], undone: [] as StoredAnnotation[][] };
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        for (const { act, pick, at } of steps) play(database, setId, history, act, pick, at);
        expect(readAnnotations(database, setId)).toEqual(history.done.at(-1));
      }),
      { numRuns: 40, seed: 7, endOnFailure: true },
    );
    expect(history.done.length + history.undone.length).toBeGreaterThan(20);
  });
});

interface History {
  readonly done: StoredAnnotation[][];
  readonly undone: StoredAnnotation[][];
}

function play(
  database: LibraryDatabase,
  setId: number,
  { done, undone }: History,
  act: string,
  pick: number,
  at: number,
): void {
  if (act === 'undo') {
    expect(undo(database, setId, ME) !== undefined).toBe(done.length > 1);
    if (done.length > 1) undone.push(done.pop()!);
    return;
  }
  if (act === 'redo') {
    expect(redo(database, setId, ME) !== undefined).toBe(undone.length > 0);
    if (undone.length > 0) done.push(undone.pop()!);
    return;
  }
  const ids = done.at(-1)!.map(({ id }) => id);
  const chosen = ids.slice(pick, pick + 2);
  if (act !== 'insert' && chosen.length === 0) return;
  applyEdit(database, setId, editOf(act, chosen, at));
  done.push(readAnnotations(database, setId));
  undone.length = 0;
}

function editOf(act: string, ids: readonly number[], at: number): Edit {
  if (act === 'insert')
    return {
      kind: 'insert',
      author: ME,
      provenance: 'shown',
      annotations: [{ sampleIndex: at, symbol: 'V' }],
    };
  if (act === 'delete') return { kind: 'delete', author: ME, ids };
  if (act === 'move') return { kind: 'move', author: ME, moves: ids.map((id) => ({ id, sampleIndex: at })) };
  const labels = ids.map((id) => ({ id, symbol: 'X', aux: `A${at}` }));
  return { kind: 'relabel', author: ME, provenance: 'shown', labels };
}
