import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { PasswordHash } from '../../store/people.ts';

/** scrypt's cost (RFC 7914): 64 MB and some tenths of a second a try, bearable at each sign-in on a small machine. */
const COST = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 };
const BYTES = 32;

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16).toString('hex');
  return { salt, password: (await derived(password, salt)).toString('hex') };
}

export async function isPassword(password: string, hash: PasswordHash): Promise<boolean> {
  return timingSafeEqual(await derived(password, hash.salt), Buffer.from(hash.password, 'hex'));
}

/** A hash that no password has: what an unknown name is compared with, for as long as a known one takes. */
export const NOBODY: PasswordHash = { salt: '00', password: '00'.repeat(BYTES) };

/** NFKC: the same word typed on another keyboard is the same password. */
function derived(password: string, salt: string): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), Buffer.from(salt, 'hex'), BYTES, COST, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}
