import { isPurkinjeError } from '../../domain/errors.ts';
import { decodeAnnotations } from './annotation-decode.ts';

/**
 * Whether a file of an unknown suffix is an MIT annotation file: it reads without a fault, ends with its end mark and
 * nothing after it, and holds at least one annotation. Random bytes do not pass: the undefined codes, the time
 * steps back before 0 and the end mark see to it.
 */
export function looksLikeAnnotations(bytes: Uint8Array): boolean {
  const { length } = bytes;
  if (length < 4 || length % 2 !== 0 || bytes[length - 1] !== 0 || bytes[length - 2] !== 0) return false;
  try {
    const { annotations, warnings } = decodeAnnotations(bytes);
    return annotations.length > 0 && warnings.length === 0;
  } catch (error) {
    if (isPurkinjeError(error)) return false;
    throw error;
  }
}
