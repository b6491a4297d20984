import { beatClassByCode } from '../../domain/beat-class.ts';
import { PurkinjeError } from '../../domain/errors.ts';

/** One class of one output, and the marks that mean it. A mark is `symbol` or `symbol aux`: `N`, `X AVNRT`, `+ (AFIB`. */
export interface GroupedClass {
  readonly name: string;
  readonly meaning: string;
  readonly marks: readonly string[];
}

/** One output (head) of the network: `rhythm`, or the two axes `origin` and `conduction`, or `aami`. */
export interface GroupedOutput {
  readonly name: string;
  readonly classes: readonly GroupedClass[];
}

/** What a combination of classes is called on screen and in annotation files: a code of `domain/beat-class`. */
export interface GroupedCode {
  readonly code: string;
  /** Output name -> class name. */
  readonly of: Readonly<Record<string, string>>;
}

/**
 * Which annotations make which class: data that a site can edit, with a version that travels in the model's manifest.
 * `unit`: what one example is.
 */
export interface LabelGrouping {
  readonly id: string;
  readonly version: number;
  readonly unit: 'beat' | 'rhythm-segment';
  readonly outputs: readonly GroupedOutput[];
  /** Empty for rhythm segments. */
  readonly codes: readonly GroupedCode[];
}

/** `X AVNRT`, or `N` where there is no aux. */
export function markOf(annotation: { readonly symbol: string; readonly aux?: string }): string {
  const aux = annotation.aux?.trim() ?? '';
  return aux === '' ? annotation.symbol : `${annotation.symbol} ${aux}`;
}

/** Class index per output; undefined where the grouping leaves the mark out of training. */
export function labelsOf(
  grouping: LabelGrouping,
  annotation: { readonly symbol: string; readonly aux?: string },
): number[] | undefined {
  const mark = markOf(annotation);
  const labels = grouping.outputs.map(({ classes }) => {
    const exact = classes.findIndex(({ marks }) => marks.includes(mark));
    return exact >= 0 ? exact : classes.findIndex(({ marks }) => marks.includes(annotation.symbol));
  });
  return labels.every((label) => label >= 0) ? labels : undefined;
}

function wrong(file: string, what: string): never {
  throw new PurkinjeError(
    'InvalidInput',
    `${file}: ${what} Compare it with a grouping in training/groupings.`,
    {
      file,
    },
  );
}

function checkOutput(file: string, output: GroupedOutput): void {
  if (typeof output?.name !== 'string' || !Array.isArray(output.classes) || output.classes.length < 2)
    wrong(file, 'Each output needs a name and two or more classes.');
  const seen = new Set<string>();
  for (const { name, marks } of output.classes) {
    if (typeof name !== 'string' || !Array.isArray(marks))
      wrong(file, 'Each class needs a name and a list of marks.');
    for (const mark of marks) {
      if (seen.has(mark)) wrong(file, `The mark "${mark}" stands in two classes of ${output.name}.`);
      seen.add(mark);
    }
  }
}

function checkCodes(file: string, { unit, outputs, codes = [] }: LabelGrouping): void {
  if (unit === 'beat' && codes.length === 0)
    wrong(file, 'A grouping of beats needs codes: what each combination of classes is called.');
  for (const { code, of } of codes) {
    if (!beatClassByCode(code)) wrong(file, `The code ${code} is no beat class of this program.`);
    for (const { name, classes } of outputs)
      if (!classes.some((own) => own.name === of?.[name]))
        wrong(file, `The code ${code} names no class of the output ${name}.`);
  }
}

/** @throws InvalidInput naming the file and what is wrong with it */
export function parseGrouping(text: string, file: string): LabelGrouping {
  let value: LabelGrouping;
  try {
    value = JSON.parse(text) as LabelGrouping;
  } catch (cause) {
    throw new PurkinjeError('InvalidInput', `${file} is no JSON.`, { file }, { cause });
  }
  if (typeof value?.id !== 'string' || !Number.isInteger(value.version))
    wrong(file, 'id or version is missing.');
  // It becomes part of a model's folder.
  if (!/^[a-z0-9][a-z0-9-]*$/i.test(value.id)) wrong(file, 'id is letters, digits and hyphens.');
  if (value.unit !== 'beat' && value.unit !== 'rhythm-segment')
    wrong(file, 'unit is beat or rhythm-segment.');
  if (!Array.isArray(value.outputs) || value.outputs.length === 0) wrong(file, 'outputs is missing.');
  value.outputs.forEach((output) => checkOutput(file, output));
  checkCodes(file, value);
  return { ...value, codes: value.codes ?? [] };
}
