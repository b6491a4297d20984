import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id } from './record-schemas.ts';

export const families = z.object({
  setId: id,
  /** Of the set when it was read. */
  revision: z.number().int(),
  /** What shapes were compared on, and what the templates show. */
  channels: z.array(z.object({ channelIndex: z.number().int(), name: z.string() })),
  /** Time of the templates' first point against R, and between two points. */
  firstMs: z.number(),
  stepMs: z.number(),
  /** Largest first. */
  families: z.array(
    z.object({
      size: z.number().int(),
      /** Most frequent first: more than one means that labels and shapes disagree. */
      classes: z.array(z.object({ code: z.string(), count: z.number().int() })),
      /** Annotation ids, outliers first: what an edit over the family names. */
      members: z.array(z.number()),
      /** Of each member with the template, -1..1. */
      correlation: z.array(z.number()),
      /** Mean beat, mV, `[channels][points]`. */
      template: z.array(z.array(z.number())),
    }),
  ),
});
export type Families = z.infer<typeof families>;

/** Least correlation to belong to a family. */
const threshold = z.coerce.number().min(0.5).max(0.999).optional();

export const getFamilies = endpoint({
  method: 'GET',
  path: '/api/annotation-sets/:setId/families',
  summary: "A set's beats grouped by their shape over ECG and electrograms",
  params: z.object({ setId: id }),
  query: z.object({ threshold }),
  output: families,
  errors: ['NotFound', 'FileMissing'],
});

export const regroupFamilies = endpoint({
  method: 'POST',
  path: '/api/annotation-sets/:setId/families/regrouped',
  summary: 'Families as a person put them together, with mean beats and outliers; changes no label',
  params: z.object({ setId: id }),
  body: z.object({ families: z.array(z.array(z.number().int())).min(1) }),
  output: families,
  errors: ['NotFound', 'FileMissing'],
});

export const splitFamily = endpoint({
  method: 'POST',
  path: '/api/annotation-sets/:setId/families/split',
  summary: 'The beats of one family grouped anew, at the least correlation that parts them; changes no label',
  params: z.object({ setId: id }),
  body: z.object({ ids: z.array(z.number().int()).min(1), threshold }),
  output: families,
  errors: ['NotFound', 'Conflict', 'FileMissing'],
});
