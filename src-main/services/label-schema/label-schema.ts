import { adoptBeatClasses, BEAT_CLASSES, beatClassByCode, type BeatClass } from '../../domain/beat-class.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { inTransaction, type LibraryDatabase } from '../../store/database.ts';
import { insertSchema, listSchemas, usesOfMark } from '../../store/label-schemas.ts';
import { appendTrail } from '../../store/trail.ts';
import type { Workstation } from '../workstation.ts';
import { applyChanges, differences, type SchemaChange, type SchemaClass } from './schema-changes.ts';

export interface LabelSchema {
  readonly version: number;
  readonly classes: readonly SchemaClass[];
  /** Oldest first, with what each changed. */
  readonly versions: readonly {
    readonly version: number;
    readonly note: string;
    readonly author?: string;
    readonly createdAt?: string;
    readonly changes: readonly string[];
  }[];
  /** Retired classes that human labels still carry. */
  readonly retiredInUse: readonly {
    readonly code: string;
    readonly replacedBy?: string;
    readonly beats: number;
    readonly sets: number;
  }[];
}

/** Version 1: the program's own table, without what a library added to it. */
const FIRST: readonly SchemaClass[] = BEAT_CLASSES.map(({ code, symbol, aux, meaning }) => ({
  code,
  symbol,
  aux,
  meaning,
}));

export function labelSchema({ library: { database } }: Workstation): LabelSchema {
  const stored = listSchemas(database);
  const lists = [FIRST, ...stored.map(({ classes }) => classes as SchemaClass[])];
  const classes = lists.at(-1)!;
  return {
    version: lists.length,
    classes,
    versions: [
      { version: 1, note: "the program's own classes", changes: [] },
      ...stored.map(({ version, note, author, createdAt }, index) => ({
        version,
        note,
        author,
        createdAt,
        changes: differences(lists[index], lists[index + 1]),
      })),
    ],
    retiredInUse: classes
      .filter(({ retired }) => retired === true)
      .map(({ code, replacedBy, ...mark }) => ({ code, replacedBy, uses: usesOfMark(database, mark) }))
      .filter(({ uses }) => uses.annotations > 0)
      .map(({ code, replacedBy, uses }) => ({
        code,
        replacedBy,
        beats: uses.annotations,
        sets: uses.sets,
      })),
  };
}

/**
 * Makes the next version. Sets that are there keep the version they were made with, and every label as it is.
 * @throws InvalidInput; Conflict where somebody else made a version meanwhile
 */
export function changeSchema(
  workstation: Workstation,
  request: { readonly from: number; readonly changes: readonly SchemaChange[]; readonly note: string },
): LabelSchema {
  const { database } = workstation.library;
  inTransaction(database, () => {
    const now = labelSchema(workstation);
    if (now.version !== request.from)
      throw new PurkinjeError(
        'Conflict',
        `The schema is at version ${now.version} by now. Look at it again.`,
      );
    const classes = applyChanges(now.classes, request.changes);
    const changes = differences(now.classes, classes);
    if (changes.length === 0)
      throw new PurkinjeError('InvalidInput', 'These changes leave the schema as it is.');
    const author = workstation.annotator();
    const version = insertSchema(database, { classes, note: request.note, author });
    appendTrail(database, {
      who: author,
      what: 'change label schema',
      object: `label-schema ${version}`,
      old: `version ${now.version}`,
      new: changes.join('; '),
      why: request.note,
    });
  });
  adoptSchema(database);
  return labelSchema(workstation);
}

/** Makes the newest schema known to this process: from then on the marks of added classes have a class of their own. */
export function adoptSchema(database: LibraryDatabase): void {
  const classes = (listSchemas(database).at(-1)?.classes ?? []) as SchemaClass[];
  adoptBeatClasses(classes.flatMap(toBeatClass));
}

/** What a class is to the rest of the program: an added one is its base under another code. */
function toBeatClass({ code, symbol, aux, meaning, base = code }: SchemaClass): BeatClass[] {
  const refines = beatClassByCode(base);
  return refines ? [{ ...refines, code, symbol, aux, meaning }] : [];
}

/** @throws InvalidInput for a mark that the schema has retired: nobody sets it any more */
export function refuseRetired(
  { library }: Workstation,
  marks: readonly { readonly symbol: string; readonly aux?: string }[],
): void {
  const classes = listSchemas(library.database).at(-1)?.classes as readonly SchemaClass[] | undefined;
  const retired = classes?.filter((one) => one.retired === true) ?? [];
  for (const mark of marks) {
    const found = retired.find(({ symbol, aux }) => symbol === mark.symbol && aux === (mark.aux ?? ''));
    if (!found) continue;
    const instead = found.replacedBy === undefined ? '' : ` Use ${found.replacedBy}.`;
    throw new PurkinjeError('InvalidInput', `${found.code} is retired from the label schema.${instead}`);
  }
}
