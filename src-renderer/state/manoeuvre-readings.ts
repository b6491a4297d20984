/** What the manoeuvre sheet asks, in the order of the laboratory; names of the fields are the contract's. */
import type { ApiClient } from '../../src-main/api/contract/client.ts';

export type ManoeuvreReadings = NonNullable<Parameters<ApiClient['measureManoeuvre']>[0]>['body'] & object;
export type ManoeuvreMeasures = Awaited<ReturnType<ApiClient['measureManoeuvre']>>['measures'];
export type ReadingName = Exclude<keyof ManoeuvreReadings, 'response'>;

export interface ReadingField {
  readonly name: ReadingName;
  readonly label: string;
}

export const MANOEUVRES: readonly { readonly title: string; readonly fields: readonly ReadingField[] }[] = [
  {
    title: 'Entrainment from the right ventricle',
    fields: [
      { name: 'postPacingInterval', label: 'PPI' },
      { name: 'tachycardiaCycleLength', label: 'TCL' },
      { name: 'avReturn', label: 'AV, return cycle' },
      { name: 'avTachycardia', label: 'AV, tachycardia' },
      { name: 'stimulusToAtrium', label: 'SA' },
      { name: 'ventricleToAtrium', label: 'VA' },
    ],
  },
  {
    title: 'His-refractory PVC',
    fields: [
      { name: 'atrialCycleWithPvc', label: 'AA with the PVC' },
      { name: 'atrialCycleBefore', label: 'AA before it' },
    ],
  },
  {
    title: 'Parahisian pacing',
    fields: [
      { name: 'stimulusToAtriumWithHis', label: 'SA, His captured' },
      { name: 'stimulusToAtriumWithoutHis', label: 'SA, His not captured' },
    ],
  },
  {
    title: 'Refractory periods',
    fields: [
      { name: 'longestBlockedCoupling', label: 'longest blocked S1S2' },
      { name: 'shortestPreExcitedRr', label: 'shortest pre-excited RR' },
      { name: 'pathwayRefractoryPeriod', label: 'pathway ERP' },
    ],
  },
];
