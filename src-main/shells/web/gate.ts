import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Who may talk to the server. A one-time token (in the printed address) is turned into a SameSite=Strict cookie; after
 * that a request needs the cookie, a Host that is this machine by its loopback name, and no foreign Origin: so neither a
 * page of another site, nor a rebound DNS name, nor another user of the machine gets at the studies.
 */
export interface Gate {
  /** A fresh one-time token. */
  issueToken(): string;
  /** Turns a token into a `Set-Cookie` value; undefined for one that is unknown or used. */
  redeem(token: string): string | undefined;
  /** Why the request is refused, undefined where it may pass. */
  refusal(request: Request): Refusal | undefined;
  /** As `refusal`, for the token exchange itself, which has no cookie yet. */
  foreign(request: Request): Refusal | undefined;
}

export type Refusal = 'host' | 'origin' | 'cookie';

const secret = (): string => randomBytes(32).toString('base64url');

/** @param port that the server listens on; part of the cookie's name, since cookies know no ports */
export function openGate(port: number): Gate {
  const tokens = new Set<string>();
  const session = secret();
  const cookieName = `purkinje-${port}`;
  const hosts = ['127.0.0.1', 'localhost'].map((name) => `${name}:${port}`);
  const foreign = (request: Request): Refusal | undefined => {
    if (!hosts.includes(request.headers.get('host') ?? '')) return 'host';
    const origin = request.headers.get('origin');
    if (origin !== null && !hosts.some((host) => origin === `http://${host}`)) return 'origin';
    const site = request.headers.get('sec-fetch-site');
    return site === 'cross-site' || site === 'same-site' ? 'origin' : undefined;
  };
  return {
    foreign,
    issueToken() {
      const token = secret();
      tokens.add(token);
      return token;
    },
    redeem(token) {
      if (!tokens.delete(token)) return undefined;
      return `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    },
    refusal(request) {
      const refused = foreign(request);
      if (refused !== undefined) return refused;
      return equal(cookieOf(request, cookieName), session) ? undefined : 'cookie';
    },
  };
}

function cookieOf(request: Request, name: string): string {
  const pairs = (request.headers.get('cookie') ?? '').split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
}

/** In constant time, whatever the lengths. */
export function equal(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
