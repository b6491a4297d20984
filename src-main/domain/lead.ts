/**
 * Leads and electrograms by name. Recorders spell them differently; what a channel is, is decided here once and by
 * name, never by position. Sites add their own spellings in the channel-alias table (a setting), which is applied
 * before `identifyLead`.
 */
export const SURFACE_LEADS = [
  'I',
  'II',
  'III',
  'aVR',
  'aVL',
  'aVF',
  'V1',
  'V2',
  'V3',
  'V4',
  'V5',
  'V6',
] as const;
export type SurfaceLead = (typeof SURFACE_LEADS)[number];

/** The electrograms that the network knows, in the order of its input (the Leipzig layout). CS12 is distal. */
export const MODEL_ELECTROGRAMS = ['ABL12', 'RVA12', 'CS12', 'CS34', 'CS56', 'CS78', 'CS90'] as const;
export type ModelElectrogram = (typeof MODEL_ELECTROGRAMS)[number];

export type SignalKind = 'ecg' | 'iegm' | 'pressure' | 'other';
/** What a signal is drawn with and grouped by (colours: design). */
export type LeadGroup = 'surface' | 'CS' | 'ABL' | 'RVA' | 'HIS' | 'other';

export interface LeadIdentity {
  /** Canonical name: `II`, `aVF`, `CS12`, `RVA12` ...; the original text where nothing is recognised. */
  readonly name: string;
  readonly kind: SignalKind;
  readonly group: LeadGroup;
}

export type ChannelAliases = Readonly<Record<string, string>>;

const SURFACE_BY_KEY = new Map<string, SurfaceLead>(SURFACE_LEADS.map((lead) => [lead.toLowerCase(), lead]));
for (const [alias, lead] of [
  ['mli', 'I'],
  ['mlii', 'II'],
  ['mliii', 'III'],
  ['ml2', 'II'],
  ['d1', 'I'],
  ['d2', 'II'],
  ['d3', 'III'],
] as const)
  SURFACE_BY_KEY.set(alias, lead);

const ELECTRODE_PAIR = /^(\d{1,2})[\s,./-]*(\d{1,2})$/;

/** `1 2`, `1-2`, `9,10`, `90` -> `12`, `12`, `90`, `90`; undefined where it is no pair. */
function pairOf(text: string): string | undefined {
  const trimmed = text.trim();
  if (/^\d\d$/.test(trimmed)) return trimmed;
  const match = ELECTRODE_PAIR.exec(trimmed);
  if (!match) return undefined;
  return match
    .slice(1)
    .map((electrode) => (electrode === '10' ? '0' : electrode))
    .join('');
}

const CATHETERS: readonly { pattern: RegExp; prefix: string; group: LeadGroup; bare: string }[] = [
  { pattern: /^cs\s*(.*)$/i, prefix: 'CS', group: 'CS', bare: 'CS' },
  { pattern: /^(?:abl|map)\s*(.*)$/i, prefix: 'ABL', group: 'ABL', bare: 'ABL12' },
  { pattern: /^rv(?:a)?\s*(.*)$/i, prefix: 'RVA', group: 'RVA', bare: 'RVA12' },
  { pattern: /^his\s*(.*)$/i, prefix: 'HIS', group: 'HIS', bare: 'HIS' },
  { pattern: /^hra\s*(.*)$/i, prefix: 'HRA', group: 'other', bare: 'HRA' },
  { pattern: /^ra(?:a)?\s*(.*)$/i, prefix: 'RA', group: 'other', bare: 'RA' },
  { pattern: /^lasso\s*(.*)$/i, prefix: 'LASSO', group: 'other', bare: 'LASSO' },
];

function identifyElectrogram(text: string): LeadIdentity | undefined {
  for (const { pattern, prefix, group, bare } of CATHETERS) {
    const match = pattern.exec(text);
    if (!match) continue;
    const rest = match[1].replace(/^[\s_-]+/, '');
    const pair = pairOf(rest);
    if (rest === '') return { name: bare, kind: 'iegm', group };
    if (pair) return { name: prefix + pair, kind: 'iegm', group };
    if (/^(d|dist|distal)$/i.test(rest)) return { name: `${prefix}12`, kind: 'iegm', group };
    if (/^(p|prox|proximal)$/i.test(rest)) {
      return { name: prefix === 'CS' ? 'CS90' : `${prefix}34`, kind: 'iegm', group };
    }
    if (/^(m|mid|uni|unipolar|\d{1,2})$/i.test(rest))
      return { name: `${prefix}_${rest}`, kind: 'iegm', group };
  }
  return undefined;
}

/**
 * What a channel's name says it is. Never fails: an unknown name is kept as it stands, kind `other`.
 * @param aliases the site's own table, original name (as written in the file, case ignored) -> canonical name
 */
export function identifyLead(name: string, aliases: ChannelAliases = {}): LeadIdentity {
  const own = Object.entries(aliases).find(([from]) => from.toLowerCase() === name.trim().toLowerCase())?.[1];
  const text = (own ?? name).trim();
  const bare = text.replace(/^((ecg|lead|ekg)[\s_-]+)+/i, '');
  const surface = SURFACE_BY_KEY.get(bare.toLowerCase());
  if (surface) return { name: surface, kind: 'ecg', group: 'surface' };
  if (/^(ecg|ekg)\b/i.test(text)) return { name: text, kind: 'ecg', group: 'surface' };
  if (/^(art|abp|cvp|pap|pressure|bp)\b/i.test(text)) return { name: text, kind: 'pressure', group: 'other' };
  return identifyElectrogram(bare) ?? { name: text, kind: 'other', group: 'other' };
}
