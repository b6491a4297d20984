import { PurkinjeError } from '../../domain/errors.ts';
import type { ImportInput, ImportOptions } from './import-contract.ts';

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string' && value !== '';
const isYesOrNo: Check = (value) => typeof value === 'boolean';
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What each part must be, and how that is said. By hand: the schema library alone takes a tenth of a short import to load. */
const STUDY = { name: [isText, 'a text'] } as const;
const PATIENT = {
  identifier: [isText, 'a text'],
  name: [isText, 'a text'],
  sex: [(value: unknown) => typeof value === 'string', 'a text'],
  birthYear: [Number.isSafeInteger, 'a year'],
} as const;
const INPUT: Record<keyof ImportInput, readonly [Check, string]> = {
  paths: [(value) => Array.isArray(value) && value.length > 0 && value.every(isText), 'a list of paths'],
  author: [isText, 'a text'],
  study: [(value) => isPlain(value) && 'name' in value && faults(value, STUDY).length === 0, 'a name'],
  patient: [(value) => isPlain(value) && faults(value, PATIENT).length === 0, 'what is known of a patient'],
  simulated: [isYesOrNo, 'true or false'],
  aliases: [
    (value) => isPlain(value) && Object.values(value).every((name) => typeof name === 'string'),
    'names',
  ],
  acceptTruncated: [isYesOrNo, 'true or false'],
};

/**
 * What an import job was started with: a job's row may have been written by another version of the program.
 * @throws InvalidInput saying what is wrong with it
 */
export function readImportInput(input: unknown): ImportOptions {
  const wrong = isPlain(input) ? faults({ paths: undefined, ...input }, INPUT) : ['it is no object'];
  if (wrong.length > 0)
    throw new PurkinjeError('InvalidInput', `This can't be imported: ${wrong.join('; ')}.`);
  const given = input as ImportInput;
  return {
    ...given,
    author: given.author ?? 'local user',
    simulated: given.simulated ?? false,
    acceptTruncated: given.acceptTruncated ?? false,
  };
}

/** Parts that are left out are undefined, or not there at all; those that are unknown are refused. */
function faults(
  given: Record<string, unknown>,
  parts: Readonly<Record<string, readonly [Check, string]>>,
): string[] {
  return Object.entries(given).flatMap(([name, value]) => {
    if (!Object.hasOwn(parts, name)) return [`${name} is unknown`];
    const [check, what] = parts[name];
    const leftOut = value === undefined && name !== 'paths';
    return leftOut || check(value) ? [] : [`${name} must be ${what}`];
  });
}
