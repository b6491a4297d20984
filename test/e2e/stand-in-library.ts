/** What the stand-in says of its library: a patient, a trail, one reading, one thing found. */
import type { EndpointName } from '../../src-main/api/contract/index.ts';
import { BEAT_CLASSES } from '../../src-main/domain/beat-class.ts';

const AT = '2026-03-01T10:00:00.000+01:00';
const HASH = 'a1'.repeat(32);
const READING = {
  studyId: 1,
  study: 'x0010',
  patient: 'x0010',
  reader: 'reviewer',
  own: true,
  blindToModel: false,
  washoutDays: 14,
  note: 'first hundred',
  assignedBy: 'Tina',
  assignedAt: AT,
  records: [{ recordId: 1, record: 'x0010', labelled: 12, found: 20_000 }],
};
const AGREEMENT = { agreement: 0.983, kappa: 0.961, matched: 19_900, unmatched: 12 };

export const LIBRARY_ANSWERS: Readonly<Partial<Record<EndpointName, unknown>>> = {
  getLabelSchema: {
    version: 1,
    classes: BEAT_CLASSES.map(({ code, symbol, aux, meaning }) => ({ code, symbol, aux, meaning })),
    versions: [{ version: 1, note: "the program's own classes", changes: [] }],
    retiredInUse: [],
  },
  getBatch: {
    batch: {
      folder: '/studies/2026-03',
      out: '/reports/2026-03',
      reports: true,
      formats: ['csv'],
      classify: true,
      acceptTruncated: false,
      state: 'stopped',
      doing: '',
      progress: 0.6,
      items: [
        {
          recordId: 1,
          record: 'x0010',
          state: 'done',
          beats: 19_995,
          classes: { N: 12_000, NRT: 7995 },
          files: ['x0010-1.report.pdf', 'x0010-1.review1.csv'],
        },
        {
          recordId: 2,
          record: 'x0011',
          state: 'failed',
          beats: 0,
          classes: {},
          files: [],
          message: 'The disk is full; x0011-2.report.pdf was not written. Make room.',
        },
      ],
      failures: [{ path: 'bad.hea', message: 'bad.dat ends early.' }],
    },
  },
  listPatients: {
    patients: [
      { id: 1, identifier: 'x0010', name: 'study 2026-03', sex: 'F', studyIds: [1] },
      { id: 2, identifier: 'x0011', name: 'study 2026-04', studyIds: [2] },
    ],
  },
  listAssignments: {
    assignments: [
      { ...READING, id: 1, reading: 1, state: 'in progress', due: '2026-02-01', startedAt: AT },
      { ...READING, id: 2, reading: 2, state: 'assigned', afterReading: 1 },
    ],
    mayAssign: true,
    readers: ['reviewer', 'Anna'],
  },
  getAgreement: {
    pairs: [
      {
        ...AGREEMENT,
        kind: 'inter',
        studyId: 1,
        study: 'x0010',
        first: { reader: 'Anna', reading: 1 },
        second: { reader: 'Ben', reading: 1 },
        records: [{ recordId: 1, record: 'x0010', firstSetId: 1, secondSetId: 3, disagreements: 340 }],
      },
    ],
    pooled: [{ ...AGREEMENT, kind: 'inter', readers: ['Anna', 'Ben'], studies: 1 }],
  },
  searchTrail: {
    total: 3,
    people: ['Ada'],
    kinds: ['add person', 'sign-in'],
    entries: [3, 2, 1].map((sequence) => ({
      sequence,
      who: 'Ada',
      at: AT,
      what: sequence === 1 ? 'add person' : 'sign-in',
      object: 'person 1',
      new: 'administrator, active',
      why: 'a stand-in',
      previousHash: HASH,
      hash: HASH,
    })),
  },
  verifyTrail: {
    sound: false,
    sequence: 2,
    reason: 'its content was changed',
    expected: HASH,
    found: 'b2'.repeat(32),
  },
  search: {
    hits: [
      {
        recordId: 1,
        record: 'x0010',
        studyId: 1,
        study: 'x0010',
        patient: 'x0010',
        samplingFrequency: 977,
        setId: 1,
        set: 'review',
        origin: 'human',
        beats: 2,
        rhythms: 0,
        firstSample: 4000,
        notes: [],
        places: [
          { from: 4000, what: 'NRT, RR 318 ms' },
          { from: 9000, what: 'NRT, RR 320 ms' },
        ],
      },
    ],
  },
};
