import type { Random } from '../../domain/random.ts';
import { length, subtract } from '../body/vector.ts';
import type { Subject } from '../subject.ts';
import type { ExcitationNetwork, Pathway } from './excitation.ts';
import type { Anatomy, Place } from './places.ts';
import { CIRCUIT_SITES, circuitLengths } from './places.ts';
import { conduct } from './conduct.ts';

/**
 * Macro-re-entry. A ring round the tricuspid valve, conducting slowly and slowest in its isthmus, and after a repair a
 * corridor along the scar between the outflow tract and the tricuspid ring. Ordinary beats enter a circuit from two
 * sides and their fronts meet inside it. A premature beat that finds one direction of the slow zone refractory goes
 * the other way round and, if that has taken longer than the muscle's refractory period, again: cycle length is path
 * over speed, and a front that is blocked in the slow zone ends it. Blocked until a story lays the substrate.
 */

const isRing = ({ name }: Place): boolean => name.startsWith('circuit-');

/** The ring's site that a place beside it is joined to: the nearest; for the coronary sinus, whose mouth lies there, the isthmus's. */
function siteOfRing(place: Place, ring: readonly Place[]): Place {
  if (place.name.startsWith('CS')) return ring[0];
  return ring.reduce((best, site) => (place.arrival[site.point] < place.arrival[best.point] ? site : best));
}

/**
 * Whether muscle joins two places of a chamber directly. The ring's sites have no short cut to one another, only the
 * ring; crista terminalis and valve fence it off, so each place beside it is joined to one of the ring's sites alone.
 */
export function isJoined(from: Place, to: Place, places: readonly Place[]): boolean {
  if (!isRing(from) && !isRing(to)) return true;
  if (isRing(from) && isRing(to)) return false;
  const ring = places.filter(isRing);
  return isRing(to) ? siteOfRing(from, ring) === to : siteOfRing(to, ring) === from;
}

/** Refractory periods of the slow zones, ms at a cycle of 600 ms, with the circuit and against it: premature beats are blocked one way. */
const ISTHMUS = { with: 200, against: 335 } as const;
const SCAR = { with: 228, against: 385 } as const;
const ADAPTATION = 0.1;

function addRing(
  network: ExcitationNetwork,
  { size, electrophysiology }: Subject,
  site: ReadonlyMap<string, number>,
): Pathway[] {
  const { ring, isthmus } = electrophysiology.circuits;
  return circuitLengths(size).map((mm, k) => {
    const next = (k + 1) % CIRCUIT_SITES.length;
    const ends = [site.get(CIRCUIT_SITES[k])!, site.get(CIRCUIT_SITES[next])!] as const;
    const slow = next === 0;
    const delay = mm / (slow ? isthmus : ring);
    const pathway = slow
      ? network.addPathway(
          'isthmus',
          ends,
          conduct(delay, ISTHMUS.with, 12, 60, ADAPTATION),
          conduct(delay, ISTHMUS.against, 12, 60, ADAPTATION),
        )
      : network.addPathway(`ring-${k}`, ends, conduct(delay, 120), conduct(delay, 120));
    pathway.ring = true;
    pathway.guarded = slow;
    return pathway;
  });
}

/** The scar's corridor, ended at both sites that a tachycardia can leave it by; which one it does is the subject's. */
function addScar(
  network: ExcitationNetwork,
  { places }: Anatomy,
  { electrophysiology }: Subject,
  site: ReadonlyMap<string, number>,
  random: Random,
): Pathway {
  const names = ['ventricular-focus', 'ventricular-focus-2'];
  if (random.next() < 0.4) names.reverse();
  const [entrance, exit] = names;
  const mm = length(subtract(places.get(entrance)!.at, places.get(exit)!.at));
  const delay = mm / electrophysiology.circuits.scar;
  const scar = network.addPathway(
    'scar',
    [site.get(entrance)!, site.get(exit)!],
    conduct(delay, SCAR.with, 20, 80, ADAPTATION),
    conduct(delay, SCAR.against, 20, 80, ADAPTATION),
  );
  scar.guarded = true;
  return scar;
}

/** Adds a subject's circuits, blocked. */
export function addCircuits(
  network: ExcitationNetwork,
  anatomy: Anatomy,
  subject: Subject,
  site: ReadonlyMap<string, number>,
  random: Random,
): Pathway[] {
  const circuits = addRing(network, subject, site);
  if (subject.diagnosis.startsWith('TOF')) circuits.push(addScar(network, anatomy, subject, site, random));
  for (const pathway of circuits) pathway.blocked = true;
  return circuits;
}
