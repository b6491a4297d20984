import type { BeatClass } from '../../domain/beat-class.ts';
import { BEAT_CLASSES, CONDUCTIONS, ORIGINS } from '../../domain/beat-class.ts';
import { RHYTHM_CLASSES } from '../../domain/rhythm.ts';
import type { GroupedCode, GroupedOutput, LabelGrouping } from './grouping.ts';
import { markOf } from './grouping.ts';

const TRAINED = BEAT_CLASSES.filter(({ trained }) => trained);

function outputBy(
  name: string,
  values: readonly string[],
  pick: (beatClass: BeatClass) => string,
): GroupedOutput {
  const classes = values.map((value) => ({
    name: value,
    meaning: value,
    marks: TRAINED.filter((beatClass) => pick(beatClass) === value).map(markOf),
  }));
  return { name, classes: classes.filter(({ marks }) => marks.length > 0) };
}

/** The first beat class of each combination of origin and conduction: `N` for sinus and normal, `BBB` for either side. */
function codesOfAxes(): GroupedCode[] {
  const codes = new Map<string, GroupedCode>();
  for (const { code, origin, conduction } of TRAINED) {
    const key = `${origin} ${conduction}`;
    if (!codes.has(key))
      codes.set(key, {
        code: conduction === 'bundle-branch-block' ? 'BBB' : code,
        of: { origin, conduction },
      });
  }
  return [...codes.values()];
}

/** Method, label grouping: nine rhythm classes of segments from one `+` to the next. */
export const LEIPZIG_RHYTHM: LabelGrouping = {
  id: 'leipzig-rhythm',
  version: 1,
  unit: 'rhythm-segment',
  outputs: [
    {
      name: 'rhythm',
      classes: RHYTHM_CLASSES.map(({ code, meaning, marks }) => ({
        name: code,
        meaning,
        marks: marks.map((mark) => `+ ${mark}`),
      })),
    },
  ],
  codes: [],
};

/** Method, label grouping: origin and conduction of each beat, predicted side by side. */
export const BEAT_AXES: LabelGrouping = {
  id: 'beat-axes',
  version: 1,
  unit: 'beat',
  outputs: [
    outputBy('origin', ORIGINS, ({ origin }) => origin),
    outputBy('conduction', CONDUCTIONS, ({ conduction }) => conduction),
  ],
  codes: codesOfAxes(),
};

/** ANSI/AAMI EC57 classes. The domain's table holds them; `Q` keeps its beats here, as the standard has it. */
export const AAMI: LabelGrouping = {
  id: 'aami',
  version: 1,
  unit: 'beat',
  outputs: [
    {
      name: 'aami',
      classes: (['N', 'S', 'V', 'F', 'Q'] as const).map((name) => ({
        name,
        meaning: {
          N: 'Normal',
          S: 'Supraventricular ectopic',
          V: 'Ventricular ectopic',
          F: 'Fusion',
          Q: 'Paced or unclassifiable',
        }[name],
        marks: BEAT_CLASSES.filter(({ aami }) => aami === name).map(markOf),
      })),
    },
  ],
  codes: [
    { code: 'N', of: { aami: 'N' } },
    { code: 'SVPB', of: { aami: 'S' } },
    { code: 'PVC', of: { aami: 'V' } },
    { code: 'F', of: { aami: 'F' } },
    { code: 'Q', of: { aami: 'Q' } },
  ],
};

export const GROUPINGS: readonly LabelGrouping[] = [LEIPZIG_RHYTHM, BEAT_AXES, AAMI];
