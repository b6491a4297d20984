/** The part of the loss that reads the logits. */
export type Classification = 'ce' | 'logit-adjusted' | 'focal' | 'class-balanced';
/** The part that reads the unit embeddings. */
export type Contrast = 'none' | 'supcon' | 'bcl' | 'agcacl';

/** Every number of the losses. Names as in docs/method: phi frequency, psi hard classes, Psi pairs, lS sample term. */
export interface LossConfig {
  readonly classification: Classification;
  readonly contrast: Contrast;
  /** tau of the contrastive terms. */
  readonly temperature: number;
  readonly focalGamma: number;
  /** Switches of AGCACL's parts. */
  readonly phi: boolean;
  readonly psi: boolean;
  readonly pairs: boolean;
  readonly prototypeTerm: boolean;
  readonly sampleTerm: boolean;
  /** Weight of lS beside lP. */
  readonly sampleWeight: number;
  readonly psiTemperature: number;
  readonly pairTemperature: number;
  /** g: share of the pair modulation. */
  readonly pairShare: number;
  readonly prototypeMomentum: number;
  readonly similarityMomentum: number;
  /** lambda at the first step, where it falls to 0 over the run (`fadingWeight`); absent: it climbs, then stays (`contrastWeight`). */
  readonly fadesFrom?: number;
}

export const AGCACL: LossConfig = {
  classification: 'logit-adjusted',
  contrast: 'agcacl',
  temperature: 0.1,
  focalGamma: 2,
  // One frequency correction: phi is off where the logits are adjusted.
  phi: false,
  psi: true,
  pairs: true,
  prototypeTerm: true,
  sampleTerm: true,
  sampleWeight: 0.5,
  psiTemperature: 1,
  pairTemperature: 0.1,
  pairShare: 0.5,
  prototypeMomentum: 0.9,
  similarityMomentum: 0.9,
};

const PLAIN = { ...AGCACL, contrast: 'none', classification: 'ce' } as const;

/** The losses compared side by side, and AGCACL's ablations. */
export const LOSSES = {
  ce: PLAIN,
  'logit-adjusted': { ...PLAIN, classification: 'logit-adjusted' },
  focal: { ...PLAIN, classification: 'focal' },
  'class-balanced': { ...PLAIN, classification: 'class-balanced' },
  supcon: { ...PLAIN, contrast: 'supcon' },
  // Zhu et al., CVPR 2022; one view.
  bcl: { ...PLAIN, classification: 'logit-adjusted', contrast: 'bcl', temperature: 0.07 },
  agcacl: AGCACL,
  // The other frequency correction: phi instead of the adjusted logits.
  'agcacl-phi': { ...AGCACL, classification: 'ce', phi: true },
  'agcacl-no-correction': { ...AGCACL, classification: 'ce' },
  // Ahead on one training cohort, behind on the next (docs/results.md).
  'agcacl-no-psi': { ...AGCACL, psi: false },
  'agcacl-no-pairs': { ...AGCACL, pairs: false },
  // Contrast first, classification last: the full contrast asks to the end for what classification asks for already (docs/results.md).
  'agcacl-fading': { ...AGCACL, fadesFrom: 1 },
  'agcacl-no-samples': { ...AGCACL, sampleTerm: false },
} as const satisfies Record<string, LossConfig>;
export type LossName = keyof typeof LOSSES;

/** lambda of the contrastive part at an epoch (from 0): `idle` epochs at 0, then a ramp of `ramp` epochs. */
export function contrastWeight(epoch: number, peak = 0.35, idle = 5, ramp = 5): number {
  return peak * Math.min(1, Math.max(0, (epoch - idle + 1) / ramp));
}

/**
 * lambda of a contrast that comes first and leaves classification alone at the end: peak (1 - progress^2), the parabola of
 * Wang et al., Contrastive learning based hybrid networks for long-tailed image classification, CVPR 2021.
 * @param progress share of the run that is done, 0..1
 */
export const fadingWeight = (progress: number, peak: number): number => peak * (1 - progress ** 2);
