import { createHash } from 'node:crypto';
import { PurkinjeError } from '../../domain/errors.ts';
import { readColumns } from '../../store/annotations.ts';
import { inTransaction, type LibraryDatabase } from '../../store/database.ts';
import { insertSignOff, listSignOffs, type SignOff } from '../../store/sign-offs.ts';
import { appendTrail } from '../../store/trail.ts';
import { requireSet } from '../annotations/set-summary.ts';
import type { Workstation } from '../workstation.ts';

export interface Signature extends Omit<SignOff, 'labels'> {
  /** true: the labels are not what was signed any more. */
  readonly changedSince: boolean;
}

/**
 * Signs a set of labels as it is now.
 * @throws NotFound; NotAllowed for a machine's labels: nobody signs those
 */
export function signOff(workstation: Workstation, setId: number, reason: string): Signature {
  const { database } = workstation.library;
  if (requireSet(database, setId).origin === 'machine')
    throw new PurkinjeError(
      'NotAllowed',
      "A machine's labels are not signed: accept them in a set of your own first.",
    );
  const who = workstation.annotator();
  const role = workstation.session.person()?.role ?? 'administrator';
  return inTransaction(database, () => {
    const labels = labelsHash(database, setId);
    const { labels: _labels, ...signed } = insertSignOff(database, { setId, who, role, reason, labels });
    appendTrail(database, {
      who,
      what: 'sign-off',
      object: `annotation-set ${setId}`,
      new: labels,
      why: reason,
    });
    return { ...signed, changedSince: false };
  });
}

/** Oldest first. @throws NotFound */
export function signaturesOf({ library }: Workstation, setId: number): Signature[] {
  requireSet(library.database, setId);
  const signed = listSignOffs(library.database, setId);
  const now = signed.length > 0 ? labelsHash(library.database, setId) : '';
  return signed.map(({ labels, ...rest }) => ({ ...rest, changedSince: labels !== now }));
}

/** SHA-256 over places and marks in time order; how a label came about does not count. */
function labelsHash(database: LibraryDatabase, setId: number): string {
  const { sampleIndex, symbol, aux, subtype, channel, number } = readColumns(database, setId);
  const hash = createHash('sha256');
  sampleIndex.forEach((at, i) =>
    hash.update(`${JSON.stringify([at, symbol[i], aux[i] ?? '', subtype[i], channel[i], number[i]])}\n`),
  );
  return hash.digest('hex');
}
