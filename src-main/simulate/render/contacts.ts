import type { Random } from '../../domain/random.ts';
import type { Anatomy } from '../heart/places.ts';
import type { BipoleName } from './body-model.ts';
import { INDEPENDENT_LEADS } from './body-model.ts';
import type { NearFields } from './near-field.ts';
import { makeNearFields } from './near-field.ts';
import type { ArtefactSizes } from './stimulus-artefact.ts';

/** How a subject's catheters and electrodes lie: what they are in touch with, and how a stimulus shows on them. */
export interface Contacts {
  readonly near: NearFields;
  readonly artefacts: ArtefactSizes;
}

export function makeContacts(anatomy: Anatomy, bipoles: readonly BipoleName[], random: Random): Contacts {
  const near = makeNearFields(anatomy, bipoles, random);
  return {
    near,
    artefacts: {
      surface: INDEPENDENT_LEADS.map(() => 0.25 * random.normal()),
      bipoles: bipoles.map(() => 2.5 * random.normal()),
    },
  };
}
