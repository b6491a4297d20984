/** Recordings that are wrong, one for each kind of bad input: what the command line and the window must say of them. */
export interface BadRecording {
  readonly kind: string;
  readonly name: string;
  /** File suffix -> content; `hea` is what a person picks. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly code: 'StudyUnreadable' | 'PathRefused' | 'UnsupportedFormat' | 'FileMissing';
  /** In the message: the file and, where bytes are at fault, the byte. */
  readonly says: RegExp;
}

const SIGNAL = '16 200 16 0 0 0 0 II';
const samples = (count: number): Uint8Array => new Uint8Array(2 * count);

export const BAD_RECORDINGS: readonly BadRecording[] = [
  {
    kind: 'truncated data',
    name: 'cut',
    files: { hea: `cut 1 360 5000\ncut.dat ${SIGNAL}\n`, dat: samples(3000) },
    code: 'StudyUnreadable',
    says: /cut\.dat, byte 6000/,
  },
  {
    kind: '10^9 samples claimed by a 1 kB file',
    name: 'giant',
    files: { hea: `giant 1 360 1000000000\ngiant.dat ${SIGNAL}\n`, dat: samples(512) },
    code: 'StudyUnreadable',
    says: /giant\.dat, byte 1024/,
  },
  {
    kind: 'a gain of 0',
    name: 'nogain',
    files: { hea: 'nogain 1 360 3000\nnogain.dat 16 0 16 0 0 0 0 II\n', dat: samples(3000) },
    code: 'StudyUnreadable',
    says: /nogain\.hea, byte 18.*gain of 0/s,
  },
  {
    kind: 'a path that climbs out of the folder',
    name: 'climbs',
    files: { hea: `climbs 1 360 3000\n../climbs.dat ${SIGNAL}\n`, dat: samples(3000) },
    code: 'PathRefused',
    says: /climbs/,
  },
  {
    kind: 'a header of segments that names itself',
    name: 'itself',
    files: { hea: 'itself/1 1 360 3000\nitself 3000\n' },
    code: 'StudyUnreadable',
    says: /itself\.hea, byte 0/,
  },
  {
    kind: 'no signals',
    name: 'empty',
    files: { hea: 'empty 0 360 3000\n' },
    code: 'StudyUnreadable',
    says: /empty\.hea, byte 0/,
  },
  {
    kind: 'a signal format that there is not',
    name: 'unknown',
    files: { hea: 'unknown 1 360 3000\nunknown.dat 999 200 16 0 0 0 0 II\n', dat: samples(3000) },
    code: 'UnsupportedFormat',
    says: /unknown/,
  },
  {
    kind: 'garbage instead of a header',
    name: 'garbage',
    files: { hea: Uint8Array.from({ length: 200 }, (_, i) => (i * 37) % 251) },
    code: 'StudyUnreadable',
    says: /garbage\.hea, byte 0/,
  },
];

/** A good record beside annotation words that mean nothing: it imports, its annotations do not. */
export const GARBAGE_ANNOTATIONS = {
  name: 'noted',
  files: {
    hea: `noted 1 360 3600\nnoted.dat ${SIGNAL}\n`,
    dat: Uint8Array.from({ length: 7200 }, (_, i) => (i % 2 === 0 ? (i * 7) % 200 : 0)),
    atr: Uint8Array.of(1, 4, 9, 0xdc, 0, 0),
  },
  says: /noted\.atr, byte 2/,
} as const;
