import type { SignalDescription } from '../../domain/record.ts';
import { SURFACE_LEADS, identifyLead } from '../../domain/lead.ts';
import type { BipoleName } from './body-model.ts';
import { BIPOLES } from './body-model.ts';

const CS = ['CS12', 'CS34', 'CS56', 'CS78', 'CS90'];

/** The six channel layouts of the Leipzig database, and two for other uses: with a catheter at the bundle of His, and without any. */
export const LAYOUTS = {
  full: ['ABL12', 'RVA12', ...CS],
  'right-only': ['ABL12', 'RVA12'],
  'no-ablation': ['RVA12', ...CS],
  unipolar: ['ABL12', 'ABL_uni', 'RVA12', ...CS],
  pressure: ['ART', 'ABL12', 'RVA12', ...CS],
  'ablation-cs-right': ['ABL12', ...CS, 'RVA12'],
  his: ['ABL12', 'RVA12', 'HIS12', ...CS],
  ecg: [],
} as const satisfies Record<string, readonly string[]>;
export type LayoutName = keyof typeof LAYOUTS;

export const SAMPLING_FREQUENCY = 977;
/** ADC units per mV. */
export const GAIN = 2000;

/** The pairs that a study of this layout computes: those that a Leipzig study may hold, and the others it asks for. */
export function bipolesOfLayout(layout: LayoutName): BipoleName[] {
  const named: readonly string[] = LAYOUTS[layout];
  return BIPOLES.filter((name) => name !== 'HIS12' || named.includes(name));
}

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
