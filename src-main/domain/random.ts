/** A seeded source of random numbers. PURE code has no other; the same seed gives the same numbers everywhere. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform integer in [0, bound). */
  integer(bound: number): number;
  /** An independent stream, the same for the same key, whatever was drawn before. */
  fork(key: string | number): Random;
}

function hashKey(seed: number, key: string | number): number {
  const text = `${seed}/${key}`;
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  return h >>> 0;
}

/** sfc32 (Chris Doty-Humphrey, PractRand), seeded through a 32-bit mix; 53-bit doubles. */
export function makeRandom(seed: number): Random {
  let a = hashKey(seed, 'a') | 0;
  let b = hashKey(seed, 'b') | 0;
  let c = hashKey(seed, 'c') | 0;
  let counter = 1;
  let spare: number | undefined;
  const word = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) word();
  const next = (): number => (word() * 2 ** 21 + (word() >>> 11)) / 2 ** 53;
  const normal = (): number => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return {
    next,
    normal,
    integer: (bound) => Math.floor(next() * bound),
    fork: (key) => makeRandom(hashKey(seed, key)),
  };
}
