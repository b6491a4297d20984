import { describe, expect, it } from 'vitest';
import { createClient, type FetchInit } from '../../src-main/api/contract/client.ts';
import { decodeWindow, encodeWindow } from '../../src-main/api/contract/window-bytes.ts';

function answering(status: number, body: string) {
  const asked: { url: string; init: FetchInit }[] = [];
  const client = createClient(async (url, init) => {
    asked.push({ url, init });
    return new Response(body, { status });
  });
  return { asked, client };
}

describe('typed client', () => {
  it('fills the path and the query, and leaves out what is undefined', async () => {
    const { asked, client } = answering(200, '');
    const query = { channels: '0,1', from: 64, columns: 10, samplesPerColumn: 8, notch: undefined };
    await client.getWindow({ params: { recordId: 7 }, query });
    expect(asked[0].url).toBe('/api/records/7/window?channels=0%2C1&from=64&columns=10&samplesPerColumn=8');
  });

  it('turns an error body into a PurkinjeError', async () => {
    const { client } = answering(
      404,
      JSON.stringify({ error: { code: 'NotFound', message: 'There is no record 7.' } }),
    );
    await expect(client.getRecord({ params: { recordId: 7 } })).rejects.toMatchObject({ code: 'NotFound' });
  });

  it('reads an answer of lines', async () => {
    const { client } = answering(200, '{"progress":0.5}\n{"progress":1}\n');
    const seen: number[] = [];
    for await (const job of client.watchJob({ params: { jobId: 1 } })) seen.push(job.progress);
    expect(seen).toEqual([0.5, 1]);
  });
});

describe('window bytes', () => {
  it('carries values, extremes and quality', () => {
    const channel = {
      channelIndex: 3,
      filtered: true,
      minima: Float32Array.of(-1, NaN),
      maxima: Float32Array.of(2, NaN),
      quality: Uint8Array.of(2, 1),
    };
    const window = { from: 128, samplesPerColumn: 4, columns: 2, channels: [channel] };
    expect(decodeWindow(encodeWindow(window).buffer)).toEqual(window);
  });

  it('refuses bytes of another kind or length', () => {
    expect(() => decodeWindow(new ArrayBuffer(30))).toThrow(/Not a trace window/);
    const whole = encodeWindow({ from: 0, samplesPerColumn: 1, columns: 0, channels: [] });
    expect(() => decodeWindow(new Uint8Array([...whole, 0]).buffer)).toThrow(/wrong length/);
  });
});
