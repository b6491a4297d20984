/**
 * The beat classes: what every symbol + aux means, on two axes (origin and conduction), and the code drawn on the
 * trace. The table is data; a test holds it against every symbol + aux of the Leipzig database.
 */
export const ORIGINS = [
  'sinus',
  'atrial',
  'junctional',
  'avnrt',
  'avrt',
  'af',
  'ventricular',
  'vt',
  'paced-a',
  'paced-v',
  'fusion',
  'undetermined',
] as const;
export type Origin = (typeof ORIGINS)[number];

export const CONDUCTIONS = ['normal', 'pre-excited', 'bundle-branch-block', 'aberrant'] as const;
export type Conduction = (typeof CONDUCTIONS)[number];

/** Colour keys of the design's palette. */
export type ClassColour =
  | 'sinus'
  | 'pre-excited'
  | 'avnrt'
  | 'avrt'
  | 'vt'
  | 'af'
  | 'atrial'
  | 'junctional'
  | 'pvc'
  | 'paced-a'
  | 'paced-v'
  | 'bbb'
  | 'fusion'
  | 'undetermined';

export interface BeatClass {
  /** Shown on the trace: short, distinct, never WFDB's bare symbol. */
  readonly code: string;
  readonly symbol: string;
  readonly aux: string;
  readonly meaning: string;
  readonly origin: Origin;
  readonly conduction: Conduction;
  readonly colour: ClassColour;
  /** AAMI EC57 class. */
  readonly aami: 'N' | 'S' | 'V' | 'F' | 'Q';
  /** false: for annotators only, never trained on. */
  readonly trained: boolean;
}

type Row = [string, string, string, string, Origin, Conduction, ClassColour, BeatClass['aami'], boolean?];

const ROWS: readonly Row[] = [
  ['N', 'N', '', 'Normal sinus beat', 'sinus', 'normal', 'sinus', 'N'],
  ['N-Prex', 'N', 'N-Prex', 'Pre-excited sinus beat', 'sinus', 'pre-excited', 'pre-excited', 'N'],
  ['N-BI', 'b', 'BI', 'Sinus beat with first-degree AV block', 'sinus', 'normal', 'sinus', 'N'],
  ['RBB', 'R', '', 'Right bundle branch block beat', 'sinus', 'bundle-branch-block', 'bbb', 'N'],
  ['LBB', 'L', '', 'Left bundle branch block beat', 'sinus', 'bundle-branch-block', 'bbb', 'N'],
  ['BBB', 'B', '', 'Bundle branch block beat, side not given', 'sinus', 'bundle-branch-block', 'bbb', 'N'],
  ['PAC', 'A', '', 'Premature atrial beat', 'atrial', 'normal', 'atrial', 'S'],
  [
    'PAC-Prex',
    'A',
    'A-Prex',
    'Pre-excited premature atrial beat',
    'atrial',
    'pre-excited',
    'pre-excited',
    'S',
  ],
  ['PAC-a', 'a', '', 'Aberrated premature atrial beat', 'atrial', 'aberrant', 'atrial', 'S'],
  ['AE', 'e', '', 'Atrial escape beat', 'atrial', 'normal', 'atrial', 'N'],
  ['SVPB', 'S', '', 'Supraventricular premature beat', 'atrial', 'normal', 'atrial', 'S'],
  ['SVE', 'n', '', 'Supraventricular escape beat', 'atrial', 'normal', 'atrial', 'N'],
  ['EAT', 'X', 'EAT', 'Ectopic atrial tachycardia beat', 'atrial', 'normal', 'atrial', 'S'],
  ['PJC', 'J', '', 'Premature junctional beat', 'junctional', 'normal', 'junctional', 'S'],
  ['JE', 'j', '', 'Junctional escape beat', 'junctional', 'normal', 'junctional', 'N'],
  ['NRT', 'X', 'AVNRT', 'AV nodal re-entrant tachycardia beat', 'avnrt', 'normal', 'avnrt', 'S'],
  ['NRT-a', 'X', 'avnrt', 'AVNRT beat with aberrant conduction', 'avnrt', 'aberrant', 'avnrt', 'S'],
  ['NRT-BII', 'X', 'AVNRT+BII', 'AVNRT beat with second-degree block', 'avnrt', 'normal', 'avnrt', 'S'],
  ['VRT', 'X', 'AVRT', 'AV re-entrant tachycardia beat', 'avrt', 'normal', 'avrt', 'S'],
  ['VRT-a', 'X', 'avrt', 'AVRT beat with aberrant conduction', 'avrt', 'aberrant', 'avrt', 'S'],
  ['AF', 'X', 'AFIB', 'Atrial fibrillation beat', 'af', 'normal', 'af', 'S'],
  ['AFL', 'X', 'AFL', 'Atrial flutter beat', 'af', 'normal', 'af', 'S'],
  ['VT', 'X', 'VT', 'Ventricular tachycardia beat', 'vt', 'normal', 'vt', 'V'],
  ['IVR', 'X', 'IVR', 'Accelerated idioventricular rhythm beat', 'vt', 'normal', 'vt', 'V'],
  ['PVC', 'V', '', 'Premature ventricular beat', 'ventricular', 'normal', 'pvc', 'V'],
  ['RonT', 'r', '', 'R-on-T premature ventricular beat', 'ventricular', 'normal', 'pvc', 'V'],
  ['VE', 'E', '', 'Ventricular escape beat', 'ventricular', 'normal', 'pvc', 'V'],
  ['P-A', '/', '/A', 'Atrial paced beat', 'paced-a', 'normal', 'paced-a', 'Q'],
  ['P-V', '/', '/V', 'Ventricular paced beat', 'paced-v', 'normal', 'paced-v', 'Q'],
  ['P', '/', '', 'Paced beat, chamber not given', 'paced-v', 'normal', 'paced-v', 'Q'],
  ['F', 'F', '', 'Fusion of ventricular and normal beat', 'fusion', 'normal', 'fusion', 'F'],
  ['F-P', 'f', '', 'Fusion of paced and normal beat', 'fusion', 'normal', 'fusion', 'Q'],
  ['Q', 'Q', '', 'Unclassifiable beat', 'undetermined', 'normal', 'undetermined', 'Q', false],
  [
    'SVT?',
    '?',
    'SVT',
    'Supraventricular tachycardia beat, mechanism undetermined',
    'undetermined',
    'normal',
    'undetermined',
    'Q',
    false,
  ],
  ['WQRS?', '?', 'WQRS', 'Wide-QRS beat, undetermined', 'undetermined', 'normal', 'undetermined', 'Q', false],
  ['?', '?', '', 'Unsure', 'undetermined', 'normal', 'undetermined', 'Q', false],
];

const CLASSES: BeatClass[] = ROWS.map(
  ([code, symbol, aux, meaning, origin, conduction, colour, aami, trained = true]) => ({
    code,
    symbol,
    aux,
    meaning,
    origin,
    conduction,
    colour,
    aami,
    trained,
  }),
);

/** The classes of the table; after them, in this process, those that a library's label schema added. Positions never change. */
export const BEAT_CLASSES: readonly BeatClass[] = CLASSES;

const BY_MARK = new Map(CLASSES.map((beatClass) => [`${beatClass.symbol} ${beatClass.aux}`, beatClass]));
const BY_CODE = new Map(CLASSES.map((beatClass) => [beatClass.code, beatClass]));

/** The class of a beat annotation; with an aux that is not known, the class of its symbol; undefined for no beat. */
export function beatClassOf(annotation: {
  readonly symbol: string;
  readonly aux?: string;
}): BeatClass | undefined {
  const aux = annotation.aux?.trim() ?? '';
  return BY_MARK.get(`${annotation.symbol} ${aux}`) ?? BY_MARK.get(`${annotation.symbol} `);
}

export function beatClassByCode(code: string): BeatClass | undefined {
  return BY_CODE.get(code);
}

/**
 * Makes a library's label schema known: called when a library or a window opens, before anything is read. Classes that it added
 * come after the table's; one that is known by its mark takes the new wording, and an added one a new code. Nothing is ever taken
 * away: an old set may carry it. A process that never adopted a class reads its mark as the class of its symbol.
 */
export function adoptBeatClasses(classes: readonly BeatClass[]): void {
  for (const beatClass of classes) {
    const key = `${beatClass.symbol} ${beatClass.aux}`;
    const at = CLASSES.findIndex(({ symbol, aux }) => `${symbol} ${aux}` === key);
    // Models and files name the table's own classes by their codes.
    const now = at >= 0 && at < ROWS.length ? { ...CLASSES[at], meaning: beatClass.meaning } : beatClass;
    if (at >= 0) CLASSES[at] = now;
    else CLASSES.push(now);
    BY_MARK.set(key, now);
    BY_CODE.set(now.code, now);
  }
}
