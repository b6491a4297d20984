import { describe, expect, it } from 'vitest';
import { identifyLead, SURFACE_LEADS } from '../../src-main/domain/lead.ts';
import { epPage, stackPage, twelveLeadPage } from '../../src-main/domain/reading-page.ts';

const CHANNELS = [...SURFACE_LEADS, 'CS 1,2', 'CS 3,4', 'CS 9,10', 'ABL d', 'RVa', 'HIS', 'HRA'].map((name) =>
  identifyLead(name),
);
const names = (rows: ReturnType<typeof epPage>): string[][] =>
  rows.map(({ leads }) => leads.map(({ name }) => name));

describe('a 12-lead page', () => {
  it('is three rows of four leads and a rhythm strip', () => {
    const page = twelveLeadPage(CHANNELS, { order: 'standard', columns: 4, rhythmLead: 'II' });
    expect(names(page)).toEqual([
      ['I', 'aVR', 'V1', 'V4'],
      ['II', 'aVL', 'V2', 'V5'],
      ['III', 'aVF', 'V3', 'V6'],
      ['II'],
    ]);
  });

  it('is in the order of the angles after Cabrera, in six rows of two as well', () => {
    const page = twelveLeadPage(CHANNELS, { order: 'cabrera', columns: 2, rhythmLead: 'V1' });
    expect(names(page).map(([limb]) => limb)).toEqual(['aVL', 'I', '-aVR', 'II', 'aVF', 'III', 'V1']);
    const [turned] = page[2].leads;
    expect(turned).toEqual({ name: '-aVR', channel: SURFACE_LEADS.indexOf('aVR'), inverted: true });
  });

  it('keeps the place of a lead that the record has not', () => {
    const page = twelveLeadPage([identifyLead('MLII')], { order: 'standard', columns: 4, rhythmLead: 'II' });
    expect(page[0].leads[0]).toEqual({ name: 'I', channel: undefined, inverted: false });
    expect(page[1].leads[0].channel).toBe(0);
  });
});

describe('the other pages', () => {
  it('EP: I aVF V1 V6, atrium, His, coronary sinus from proximal to distal, ventricle, ablation', () => {
    expect(names(epPage(CHANNELS)).flat()).toEqual([
      'I', 'aVF', 'V1', 'V6', 'HRA', 'HIS', 'CS90', 'CS34', 'CS12', 'RVA12', 'ABL12',
    ]); // prettier-ignore
  });

  it('stack: as shown', () => {
    expect(names(stackPage(CHANNELS, [6, 1])).flat()).toEqual(['V1', 'II']);
  });
});
