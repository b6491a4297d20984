import { describe, expect, it } from 'vitest';
import { identifyLead, MODEL_ELECTROGRAMS, SURFACE_LEADS } from '../../src-main/domain/lead.ts';

describe('identifyLead', () => {
  it.each([
    ['MLII', 'II', 'ecg'],
    ['avf', 'aVF', 'ecg'],
    ['ECG lead II', 'II', 'ecg'],
    ['V1', 'V1', 'ecg'],
    ['CS 1-2', 'CS12', 'iegm'],
    ['CS 9,10', 'CS90', 'iegm'],
    ['CS90', 'CS90', 'iegm'],
    ['CS prox', 'CS90', 'iegm'],
    ['ABL d', 'ABL12', 'iegm'],
    ['ABL_uni', 'ABL_uni', 'iegm'],
    ['RVa', 'RVA12', 'iegm'],
    ['RVA 1-2', 'RVA12', 'iegm'],
    ['HIS d', 'HIS12', 'iegm'],
    ['ART', 'ART', 'pressure'],
    ['Resp', 'Resp', 'other'],
  ])('%s is %s (%s)', (written, name, kind) => {
    expect(identifyLead(written)).toMatchObject({ name, kind });
  });

  it('keeps every canonical name as it is', () => {
    for (const lead of SURFACE_LEADS)
      expect(identifyLead(lead)).toMatchObject({ name: lead, group: 'surface' });
    for (const name of MODEL_ELECTROGRAMS) expect(identifyLead(name)).toMatchObject({ name, kind: 'iegm' });
  });

  it("takes the site's own table first, whatever the case", () => {
    expect(identifyLead('Chan 7', { 'chan 7': 'CS12' })).toEqual({ name: 'CS12', kind: 'iegm', group: 'CS' });
  });

  it('keeps an unknown name and says so', () => {
    expect(identifyLead(' Foo ')).toEqual({ name: 'Foo', kind: 'other', group: 'other' });
  });
});
