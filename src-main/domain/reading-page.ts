/**
 * The pages that a study is read on, the same on the screen and on paper: which leads, in which order, and which part of
 * the page's time each shows. A row holds one lead or several that follow one another in time, as a 12-lead page does.
 */
import type { LeadGroup, SignalKind, SurfaceLead } from './lead.ts';

export const PAGE_KINDS = ['stack', 'twelve', 'ep'] as const;
export type PageKind = (typeof PAGE_KINDS)[number];
/** What is printed: a page, the whole record in lines, or what is read beside or over each other. */
export const PRINT_KINDS = [...PAGE_KINDS, 'disclosure', 'average', 'aligned', 'moments', 'pair'] as const;
export type PrintKind = (typeof PRINT_KINDS)[number];

export const LEAD_ORDERS = ['standard', 'cabrera'] as const;
/** Cabrera: the frontal leads by their angle, from aVL at -30 degrees to III at 120, with aVR turned over. */
export type LeadOrder = (typeof LEAD_ORDERS)[number];

/** mm/s that a page is offered at; the first is the usual one. */
export const PAGE_SPEEDS: Readonly<Record<PageKind, readonly number[]>> = {
  stack: [25, 12.5, 50, 100, 200],
  twelve: [25, 50],
  ep: [100, 200],
};
/** mm/s that a print is offered at; the first is the usual one. A full disclosure's follows from its lines. */
export const PRINT_SPEEDS: Readonly<Record<PrintKind, readonly number[]>> = {
  ...PAGE_SPEEDS,
  disclosure: [25],
  average: [100, 200, 50, 25],
  aligned: [50, 25, 100, 200],
  moments: PAGE_SPEEDS.stack,
  pair: PAGE_SPEEDS.stack,
};
/** Seconds of a 12-lead page (AHA/ACCF/HRS 2007, part I: 2.5 s a lead and a rhythm strip of 10 s). */
export const TWELVE_SECONDS = 10;

/** What a page needs to know of a channel. */
export interface PageChannel {
  readonly name: string;
  readonly kind: SignalKind;
  readonly group: LeadGroup;
}

export interface PageLead {
  /** As printed: `-aVR` where it is turned over. */
  readonly name: string;
  /** Position in the channels handed in; undefined where the record has no such lead. */
  readonly channel: number | undefined;
  readonly inverted: boolean;
}

export interface PageRow {
  /** Equal parts of the page's time, from left to right. */
  readonly leads: readonly PageLead[];
}

export interface TwelveLayout {
  readonly order: LeadOrder;
  /** 4: three rows of four leads; 2: six rows of two. */
  readonly columns: 2 | 4;
  readonly rhythmLead: SurfaceLead;
}

const LIMB: Readonly<Record<LeadOrder, readonly string[]>> = {
  standard: ['I', 'II', 'III', 'aVR', 'aVL', 'aVF'],
  cabrera: ['aVL', 'I', '-aVR', 'II', 'aVF', 'III'],
};
const CHEST = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6'];

function leadOf(name: string, channels: readonly PageChannel[]): PageLead {
  const inverted = name.startsWith('-');
  const wanted = inverted ? name.slice(1) : name;
  const channel = channels.findIndex((one) => one.name === wanted);
  return { name, channel: channel < 0 ? undefined : channel, inverted };
}

/** Three rows of four or six of two, each lead a part of the time, and the rhythm lead over all of it below. */
export function twelveLeadPage(channels: readonly PageChannel[], layout: TwelveLayout): PageRow[] {
  const { order, columns, rhythmLead } = layout;
  const all = [...LIMB[order], ...CHEST];
  const rows = all.length / columns;
  const blocks = Array.from({ length: rows }, (_, row): PageRow => ({
    leads: Array.from({ length: columns }, (_, column) => leadOf(all[column * rows + row], channels)),
  }));
  return [...blocks, { leads: [leadOf(rhythmLead, channels)] }];
}

const EP_SURFACE = ['I', 'aVF', 'V1', 'V6'];

/** Place of an electrogram on the EP page: from the high right atrium by way of His and coronary sinus to the ventricle. */
function epRank({ name, group, kind }: PageChannel): number | undefined {
  if (group === 'HIS') return 1;
  if (group === 'CS') return 2;
  if (group === 'RVA') return 3;
  if (group === 'ABL') return 4;
  return kind === 'iegm' && /^(HRA|RA)/.test(name) ? 0 : undefined;
}

/** Electrode pairs by place: proximal first, so that a left lateral pathway reads from top to bottom. */
function proximality(name: string): number {
  const digits = /(\d)\d$/.exec(name)?.[1];
  return digits === undefined ? 0 : -Number(digits);
}

/** I, aVF, V1, V6, then the electrograms by catheter, the coronary sinus from proximal to distal; a row each. */
export function epPage(channels: readonly PageChannel[]): PageRow[] {
  const surface = EP_SURFACE.map((name) => leadOf(name, channels)).filter(
    ({ channel }) => channel !== undefined,
  );
  const electrograms = channels
    .map((one, channel) => ({ ...one, channel, rank: epRank(one) }))
    .filter(({ rank }) => rank !== undefined)
    .sort((a, b) => a.rank! - b.rank! || proximality(a.name) - proximality(b.name) || a.channel - b.channel)
    .map(({ name, channel }): PageLead => ({ name, channel, inverted: false }));
  return [...surface, ...electrograms].map((lead) => ({ leads: [lead] }));
}

/** The channels as they are stacked on the screen; a row each. */
export function stackPage(channels: readonly PageChannel[], shown: readonly number[]): PageRow[] {
  return shown.flatMap((channel) => {
    const one = channels[channel];
    return one === undefined ? [] : [{ leads: [{ name: one.name, channel, inverted: false }] }];
  });
}
