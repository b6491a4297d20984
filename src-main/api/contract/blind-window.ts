import { z } from 'zod';
import { id } from './record-schemas.ts';

/** A window that reads blind of its own accord, and the sets whose labels it shows: others' marks count where their beats are labelled. */
export const blindWindow = {
  blind: z.stringbool().default(false),
  readSetId: id.optional(),
  machineSetId: id.optional(),
};
