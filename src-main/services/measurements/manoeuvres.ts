/** What a person read off the traces during a manoeuvre, ms; what was not read is left out. */
export interface ManoeuvreReading {
  /** Post-pacing interval after the last entrained beat, and cycle length of the tachycardia. */
  readonly postPacingInterval?: number;
  readonly tachycardiaCycleLength?: number;
  /** AV (or AH) of the return beat and of the tachycardia: decrement in the node. */
  readonly avReturn?: number;
  readonly avTachycardia?: number;
  /** Stimulus to atrium while pacing the ventricle; ventricle to atrium in tachycardia. */
  readonly stimulusToAtrium?: number;
  readonly ventricleToAtrium?: number;
  /** Order of activations after the last paced beat, as read. */
  readonly response?: 'VAV' | 'VAAV';
  /** Atrial cycle with and without a His-refractory ventricular beat. */
  readonly atrialCycleWithPvc?: number;
  readonly atrialCycleBefore?: number;
  /** Parahisian pacing: stimulus to atrium with and without capture of the His. */
  readonly stimulusToAtriumWithHis?: number;
  readonly stimulusToAtriumWithoutHis?: number;
  /** Longest coupling interval without conduction (or capture). */
  readonly longestBlockedCoupling?: number;
  /** Shortest pre-excited RR in atrial fibrillation; antegrade refractory period of the pathway. */
  readonly shortestPreExcitedRr?: number;
  readonly pathwayRefractoryPeriod?: number;
}

export interface Measure {
  readonly name: string;
  readonly value: number | string;
  readonly unit: 'ms' | '';
  /** How it was computed. */
  readonly by: string;
  /** 250 ms or less (SPERRI, APERP): marked, not judged. */
  readonly marked: boolean;
}

/** The threshold that SPERRI and APERP are marked at (Pappone & Santinelli, JACC 41:2036, 2003; PACES/HRS 2012). */
const MARKED_AT_MS = 250;

/** What follows from a reading by arithmetic. It gives no verdict on a mechanism. */
export function manoeuvreMeasures(reading: ManoeuvreReading): Measure[] {
  const measures: Measure[] = [];
  const put = (name: string, by: string, value: number | string | undefined, marked = false): void => {
    if (value !== undefined)
      measures.push({ name, by, value, unit: typeof value === 'number' ? 'ms' : '', marked });
  };
  const r = reading;
  const difference = minus(r.postPacingInterval, r.tachycardiaCycleLength);
  const decrement = minus(r.avReturn, r.avTachycardia);
  put('PPI - TCL', 'post-pacing interval less tachycardia cycle length', difference);
  put(
    'corrected PPI - TCL',
    'less the AV interval that the return beat is longer by',
    minus(difference, decrement),
  );
  put(
    'SA - VA',
    'stimulus to atrium in pacing less ventricle to atrium in tachycardia',
    minus(r.stimulusToAtrium, r.ventricleToAtrium),
  );
  put('response to ventricular overdrive', 'order of activations, as read', r.response);
  put(
    'atrial advance by a His-refractory PVC',
    'atrial cycle before less that with the PVC',
    minus(r.atrialCycleBefore, r.atrialCycleWithPvc),
  );
  put(
    'parahisian difference',
    'stimulus to atrium without His capture less that with it',
    minus(r.stimulusToAtriumWithoutHis, r.stimulusToAtriumWithHis),
  );
  put('effective refractory period', 'longest coupling that was not conducted', r.longestBlockedCoupling);
  put(
    'SPERRI',
    'shortest pre-excited RR in atrial fibrillation',
    r.shortestPreExcitedRr,
    isShort(r.shortestPreExcitedRr),
  );
  put(
    'APERP',
    'antegrade refractory period of the pathway',
    r.pathwayRefractoryPeriod,
    isShort(r.pathwayRefractoryPeriod),
  );
  return measures;
}

function minus(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a - b;
}

function isShort(ms: number | undefined): boolean {
  return ms !== undefined && ms <= MARKED_AT_MS;
}
