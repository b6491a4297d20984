import type { SignalDescription } from '../../domain/record.ts';
import { SURFACE_LEADS, identifyLead } from '../../domain/lead.ts';

const CS = ['CS12', 'CS34', 'CS56', 'CS78', 'CS90'];

/** The six channel layouts of the Leipzig database, and two for other uses. */
export const LAYOUTS = {
  full: ['ABL12', 'RVA12', ...CS],
  'right-only': ['ABL12', 'RVA12'],
  'no-ablation': ['RVA12', ...CS],
  unipolar: ['ABL12', 'ABL_uni', 'RVA12', ...CS],
  pressure: ['ART', 'ABL12', 'RVA12', ...CS],
  'ablation-cs-right': ['ABL12', ...CS, 'RVA12'],
  ecg: [],
} as const satisfies Record<string, readonly string[]>;
export type LayoutName = keyof typeof LAYOUTS;

export const SAMPLING_FREQUENCY = 977;
/** ADC units per mV. */
export const GAIN = 2000;

export function signalsOf(layout: LayoutName): SignalDescription[] {
  return [...SURFACE_LEADS, ...LAYOUTS[layout]].map((name) => ({
    originalName: name,
    ...identifyLead(name),
    units: name === 'ART' ? 'mmHg' : 'mV',
    gain: name === 'ART' ? 100 : GAIN,
    baseline: 0,
    adcResolution: 24,
    adcZero: 0,
    acquisitionBand: { low: 0.05, high: 100 },
  }));
}
