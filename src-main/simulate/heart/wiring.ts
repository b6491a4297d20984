import type { Random } from '../../domain/random.ts';
import type { Subject } from '../subject.ts';
import type { Conduction, ExcitationNetwork, Pathway, Site } from './excitation.ts';
import { addCircuits, isJoined } from './circuits.ts';
import { conduct } from './conduct.ts';
import type { Anatomy } from './places.ts';

/** The named sites and pathways of one subject's network. */
export interface Wiring {
  readonly site: ReadonlyMap<string, number>;
  readonly pathway: ReadonlyMap<string, Pathway>;
}

/** Muscle: refractory period shortens with the interval before, 10 ms in 100. */
const muscle = (refractory: number, slope: number) => (interval: number) =>
  refractory + slope * (Math.max(260, Math.min(1000, interval)) - 600);

function addMuscle(
  network: ExcitationNetwork,
  anatomy: Anatomy,
  subject: Subject,
  site: Map<string, number>,
): void {
  const { atrialRefractory, ventricularRefractory } = subject.electrophysiology;
  const places = [...anatomy.places.values()];
  for (const { name, chamber } of places) {
    const refractory: Site['refractory'] =
      chamber === 'atria' ? muscle(atrialRefractory, 0.08) : muscle(ventricularRefractory, 0.1);
    site.set(name, network.addSite(name, chamber, refractory, name.endsWith('-branch')));
  }
  for (const from of places) {
    for (const to of places) {
      if (from === to || from.chamber !== to.chamber || !isJoined(from, to, places)) continue;
      network.addLink(site.get(from.name)!, site.get(to.name)!, from.arrival[to.point]);
    }
  }
}

/** Decremental conduction without a slow pathway of its own: chosen so that Wenckebach begins near 250 ms in children. */
const PLAIN_NODE = { refractory: 212, slowing: 250, recovery: 130, adaptation: -0.08, rest: 80 } as const;
/** ms: where an antidromic tachycardia can start, premature atrial beats are blocked in the node and not yet in the pathway. */
const TIRED_NODE = 292;
const SMOOTH_RECOVERY = 62; // ms

/**
 * The fast pathway of a subject with dual pathways. It blocks early; where it has slowed nearly to the slow pathway's
 * time by then, the AV conduction curve is smooth, otherwise it jumps.
 */
function dualFast(subject: Subject, slowAh: number, random: Random): Conduction {
  const { atriumToHis, jump } = subject.electrophysiology;
  const refractory = 305 + 15 * random.normal();
  const delay = atriumToHis - 12;
  if (jump) return { delay, refractory, slowing: 60, recovery: 120, adaptation: -0.08 };
  const recovered = refractory + 8 - delay;
  const slowing = Math.max(60, slowAh - 30 - atriumToHis) * Math.exp(recovered / SMOOTH_RECOVERY);
  return { delay, refractory, slowing, recovery: SMOOTH_RECOVERY, adaptation: -0.08 };
}

/** Fast and slow pathway. Only a subject with AVNRT has a slow one that matters. */
function addNode(
  network: ExcitationNetwork,
  anatomy: Anatomy,
  subject: Subject,
  site: Map<string, number>,
  random: Random,
): Pathway[] {
  const { atriumToHis, reentryCycle } = subject.electrophysiology;
  const [common, septum, ostium] = ['common', 'septum', 'CS-os'].map((name) => site.get(name)!);
  const backwards = 54 + 30 * random.next();
  const back =
    subject.retrograde === 'none'
      ? undefined
      : conduct(backwards, subject.retrograde === 'slow' ? 430 : 235, 60, 150);
  if (subject.diagnosis !== 'AVNRT') {
    const refractory = subject.antidromic ? TIRED_NODE + 12 * random.normal() : PLAIN_NODE.refractory;
    const forward = { ...PLAIN_NODE, refractory, delay: atriumToHis - 12 };
    return [network.addPathway('fast', [septum, common], forward, back, 0.6)];
  }
  const spread = anatomy.places.get('septum')!.arrival[anatomy.places.get('CS-os')!.point];
  const slowTime = reentryCycle - backwards - spread - 36;
  const forward = dualFast(subject, slowTime + spread + 24, random);
  const slowBack = subject.atypical ? conduct(185 + 30 * random.next(), 250, 40, 150) : undefined;
  return [
    network.addPathway('fast', [septum, common], forward, back, 0.5),
    network.addPathway(
      'slow',
      [ostium, common],
      conduct(slowTime, 215 + 8 * random.normal(), 70, 130, -0.03),
      slowBack,
      0.3,
    ),
  ];
}

function addHis(network: ExcitationNetwork, subject: Subject, site: Map<string, number>): Pathway[] {
  const { hisToVentricle, bundleBranchBlock } = subject.electrophysiology;
  const his = site.get('his')!;
  const lower = network.addPathway(
    'lower',
    [site.get('common')!, his],
    conduct(12, 200, 4, 100),
    conduct(14, 220, 20, 100),
  );
  const branch = (
    name: string,
    to: string,
    delay: number,
    refractory: number,
    slope: number,
    blocked: boolean,
  ): Pathway =>
    network.addPathway(
      name,
      [his, site.get(to)!],
      blocked ? undefined : conduct(delay, refractory, 6, 100, slope),
      conduct(delay + 22, refractory - 20, 60, 130, slope),
    );
  return [
    lower,
    branch('his-left', 'left-branch', hisToVentricle, 225, 0.2, bundleBranchBlock === 'left'),
    branch('his-right', 'right-branch', hisToVentricle + 4, 255, 0.28, bundleBranchBlock === 'right'),
  ];
}

/** The accessory pathway: concealed (AVRT), manifest (AVRT-WPW), slow and decremental (PJRT), atriofascicular (Mahaim). */
function addAccessory(
  network: ExcitationNetwork,
  anatomy: Anatomy,
  subject: Subject,
  site: Map<string, number>,
  random: Random,
): Pathway[] {
  const from = site.get('pathway-atrium');
  const to = site.get('pathway-ventricle');
  if (from === undefined || to === undefined) return [];
  const ends = [from, to] as const;
  const retro = conduct(38 + 16 * random.next(), 215 + 15 * random.normal(), 6, 80, 0.1);
  if (subject.diagnosis === 'AVRT-PJRT') {
    const slow = conduct(150 + 30 * random.next(), 200, 70, 160, -0.05);
    return [network.addPathway('accessory', ends, undefined, slow, 0, -160)];
  }
  if (subject.diagnosis === 'AVRT-Mahaim') {
    return [
      network.addPathway(
        'accessory',
        ends,
        conduct(85 + 15 * random.next(), 240, 50, 140, -0.03),
        undefined,
        0.2,
      ),
    ];
  }
  const manifest = subject.diagnosis === 'AVRT-WPW';
  // In sinus rhythm it reaches the ventricles 30 to 65 ms before the bundle of His does, wherever it lies.
  const { atriumToHis, hisToVentricle } = subject.electrophysiology;
  const { arrival } = anatomy.places.get('sinus')!;
  const ahead = 30 + 35 * random.next();
  const byNode = arrival[anatomy.places.get('septum')!.point] + atriumToHis + hisToVentricle;
  const delay = Math.max(12, byNode - arrival[anatomy.places.get('pathway-atrium')!.point] - ahead);
  const refractory = (subject.antidromic ? 222 : 255) + 18 * random.normal();
  const forward = conduct(delay, refractory, 45, 110, 0.1);
  return [network.addPathway('accessory', ends, manifest ? forward : undefined, retro, 0, 25)];
}

/** Puts a subject's sites and pathways into an empty network. */
export function wireHeart(
  network: ExcitationNetwork,
  anatomy: Anatomy,
  subject: Subject,
  random: Random,
): Wiring {
  const site = new Map<string, number>();
  addMuscle(network, anatomy, subject, site);
  site.set(
    'common',
    network.addSite('common', 'node', () => 180),
  );
  site.set(
    'his',
    network.addSite('his', 'his', (interval) => 190 + 0.1 * (Math.min(1000, interval) - 600)),
  );
  const pathways = [
    ...addNode(network, anatomy, subject, site, random.fork('node')),
    ...addHis(network, subject, site),
    ...addAccessory(network, anatomy, subject, site, random.fork('accessory')),
    ...addCircuits(network, anatomy, subject, site, random.fork('circuits')),
  ];
  return { site, pathway: new Map(pathways.map((pathway) => [pathway.name, pathway])) };
}
