/** The key of each beat class: with beats selected, letters label. Two sets; both can be remapped. */
import { BEAT_CLASSES } from '../../src-main/domain/beat-class.ts';

export type LabelKeys = Readonly<Record<string, string>>;

/** Class code -> key. WFDB's letter where there is one. */
export const STANDARD_LABEL_KEYS: LabelKeys = {
  N: 'n',
  'N-Prex': 'Shift+n',
  'N-BI': 'Shift+i',
  RBB: 'r',
  LBB: 'l',
  BBB: 'b',
  PAC: 'a',
  'PAC-Prex': 'Shift+a',
  'PAC-a': 'x',
  AE: 'e',
  SVPB: 's',
  SVE: 'Shift+s',
  EAT: 'Shift+e',
  PJC: 'j',
  JE: 'Shift+j',
  NRT: 't',
  'NRT-a': 'Shift+t',
  'NRT-BII': 'y',
  VRT: 'w',
  'VRT-a': 'Shift+w',
  AF: 'f',
  AFL: 'Shift+f',
  VT: 'Shift+v',
  IVR: 'i',
  PVC: 'v',
  RonT: 'Shift+r',
  VE: 'Shift+l',
  'P-A': 'p',
  'P-V': 'Shift+p',
  P: 'o',
  F: 'u',
  'F-P': 'Shift+u',
  Q: 'q',
  'SVT?': 'z',
  'WQRS?': 'Shift+z',
  '?': 'h',
};

/** For the left hand alone, the right one on the mouse: the frequent classes without Shift. */
export const LEFT_HAND_LABEL_KEYS: LabelKeys = {
  ...Object.fromEntries(BEAT_CLASSES.map(({ code }) => [code, STANDARD_LABEL_KEYS[code]])),
  N: 's',
  'N-Prex': 'Shift+s',
  PAC: 'a',
  'PAC-Prex': 'Shift+a',
  PJC: 'd',
  JE: 'Shift+d',
  NRT: 'f',
  'NRT-a': 'Shift+f',
  'NRT-BII': 'Shift+g',
  VRT: 'g',
  AF: 'r',
  AFL: 'Shift+r',
  VT: 't',
  PVC: 'v',
  'P-V': 'e',
  'P-A': 'Shift+e',
  RBB: 'b',
  LBB: 'Shift+b',
  BBB: 'Shift+v',
  '?': 'q',
  Q: 'Shift+q',
  RonT: 'Shift+t',
  SVPB: 'c',
  SVE: 'Shift+c',
  AE: 'Shift+w',
  EAT: 'w',
  'VRT-a': 'Shift+x',
};

/** The class code that a key labels. */
export function codeOfKey(keys: LabelKeys, key: string): string | undefined {
  return Object.entries(keys).find(([, bound]) => bound === key)?.[0];
}
