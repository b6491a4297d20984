import { PurkinjeError } from '../../domain/errors.ts';
import type { PatientIdentity } from '../../domain/record.ts';
import type { RecordPlan } from './plan-record.ts';

/**
 * Refuses an import whose recordings tell of different patients, or of another than the user says. Recordings that
 * tell of nobody contradict nobody.
 * @throws Conflict naming two files and what they say
 */
export function requireOneIdentity(plans: readonly RecordPlan[], told: PatientIdentity | undefined): void {
  let first = told?.identifier === undefined ? undefined : { who: told.identifier, where: 'the import' };
  for (const { description, source } of plans) {
    const who = description.patient?.identifier;
    if (who === undefined) continue;
    first ??= { who, where: source.label };
    if (first.who !== who)
      throw new PurkinjeError(
        'Conflict',
        `${source.label} tells of the patient ${who}, but ${first.where} of ${first.who}. Nothing was imported. ` +
          'Import the recordings of each patient apart, or check who was recorded.',
        { file: source.label },
      );
  }
}
