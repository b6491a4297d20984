import { describe, expect, it } from 'vitest';
import { openGate } from '../../../src-main/shells/web/gate.ts';

const PORT = 4711;
const request = (headers: Record<string, string>): Request =>
  new Request(`http://127.0.0.1:${PORT}/`, { headers: { host: `127.0.0.1:${PORT}`, ...headers } });

describe('gate of the web shell', () => {
  it('lets nobody in without the cookie', () => {
    const gate = openGate(PORT);
    expect(gate.refusal(request({}))).toBe('cookie');
    expect(gate.refusal(request({ cookie: `purkinje-${PORT}=guess` }))).toBe('cookie');
  });

  it('turns a token into a strict cookie, once', () => {
    const gate = openGate(PORT);
    const token = gate.issueToken();
    const cookie = gate.redeem(token)!;
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    expect(gate.redeem(token)).toBeUndefined();
    expect(gate.redeem('invented')).toBeUndefined();
    expect(gate.refusal(request({ cookie: `other=1; ${cookie.split(';')[0]}` }))).toBeUndefined();
  });

  it('refuses a rebound DNS name and another port, even with the cookie', () => {
    const gate = openGate(PORT);
    const cookie = gate.redeem(gate.issueToken())!.split(';')[0];
    expect(gate.refusal(request({ cookie, host: `evil.example:${PORT}` }))).toBe('host');
    expect(gate.refusal(request({ cookie, host: '127.0.0.1:80' }))).toBe('host');
  });

  it('refuses the origin of another site, of another port and the opaque one', () => {
    const gate = openGate(PORT);
    const cookie = gate.redeem(gate.issueToken())!.split(';')[0];
    for (const origin of ['https://evil.example', 'http://127.0.0.1:80', 'null'])
      expect(gate.refusal(request({ cookie, origin }))).toBe('origin');
    expect(gate.refusal(request({ cookie, 'sec-fetch-site': 'cross-site' }))).toBe('origin');
    expect(gate.refusal(request({ cookie, origin: `http://127.0.0.1:${PORT}` }))).toBeUndefined();
  });

  it('gives the session of one server to no other', () => {
    const cookie = openGate(PORT);
    const stolen = cookie.redeem(cookie.issueToken())!.split(';')[0];
    expect(openGate(PORT).refusal(request({ cookie: stolen }))).toBe('cookie');
  });
});
