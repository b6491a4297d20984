/**
 * Every colour of the window. Frame and trace colours are the design's; the class colours began as the design's and were
 * moved by a search until the palette test passed (CIEDE2000 between any two, also as the colour-blind see them, and contrast).
 */
import type { ClassColour } from '../../src-main/domain/beat-class.ts';
import type { LeadGroup } from '../../src-main/domain/lead.ts';
import type { RhythmCode } from '../../src-main/domain/rhythm.ts';

export const THEMES = ['lab', 'paper'] as const;
export type Theme = (typeof THEMES)[number];

export interface Palette {
  readonly background: string;
  readonly rule: string;
  readonly text: string;
  /** Secondary text; 4.5:1 as well. */
  readonly muted: string;
  readonly accent: string;
  /** A selected row, a pressed button. */
  readonly raised: string;
  readonly fault: string;
  readonly gridMajor: string;
  readonly gridMinor: string;
  readonly groups: Readonly<Record<LeadGroup, string>>;
  readonly classes: Readonly<Record<ClassColour, string>>;
}

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  lab: {
    background: '#0E1114',
    rule: '#232A31',
    text: '#D8DEE4',
    muted: '#94A0AC',
    accent: '#5AA9E6',
    raised: '#1A2026',
    fault: '#FF8A80',
    gridMajor: '#1F262D',
    gridMinor: '#151A1F',
    groups: {
      surface: '#E6E1D3',
      CS: '#4CC2A6',
      ABL: '#F2C14E',
      RVA: '#8AA9F9',
      HIS: '#F28CB1',
      other: '#A7B0BA',
    },
    classes: {
      sinus: '#9FABB9',
      'pre-excited': '#CFAE73',
      avnrt: '#E69F00',
      avrt: '#E76B09',
      vt: '#D95128',
      af: '#C774A2',
      atrial: '#4DB9F5',
      junctional: '#EFE33F',
      pvc: '#F16A5C',
      'paced-a': '#0BA273',
      'paced-v': '#3EBEA5',
      bbb: '#AE98D1',
      fusion: '#E6E7E8',
      undetermined: '#777F87',
    },
  },
  paper: {
    background: '#FFFFFF',
    rule: '#E3E6E9',
    text: '#1F2429',
    muted: '#5B6570',
    accent: '#0B6BB8',
    raised: '#EEF1F4',
    fault: '#B3261E',
    gridMajor: '#F6C9C9',
    gridMinor: '#FBE7E7',
    groups: {
      surface: '#1B1B1B',
      CS: '#0B7A62',
      ABL: '#9A6B00',
      RVA: '#2F55C4',
      HIS: '#B0346A',
      other: '#57606A',
    },
    classes: {
      sinus: '#505B66',
      'pre-excited': '#3D2B00',
      avnrt: '#9F6A00',
      avrt: '#793000',
      vt: '#AD482F',
      af: '#42002D',
      atrial: '#007CAC',
      junctional: '#656000',
      pvc: '#932A2D',
      'paced-a': '#00855C',
      'paced-v': '#006956',
      bbb: '#281C4D',
      fusion: '#737373',
      undetermined: '#313942',
    },
  },
};

/** The class colour of each rhythm band; a rhythm outside the nine is drawn as undetermined. */
const RHYTHM_COLOURS: Readonly<Record<RhythmCode, ClassColour>> = {
  SR: 'sinus',
  AP: 'paced-a',
  VP: 'paced-v',
  AVNRT: 'avnrt',
  AVRT: 'avrt',
  JR: 'junctional',
  ATR: 'atrial',
  AF: 'af',
  VR: 'vt',
};

export function rhythmColour(code: RhythmCode | undefined): ClassColour {
  return code === undefined ? 'undetermined' : RHYTHM_COLOURS[code];
}
