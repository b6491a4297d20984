import { describe, expect, it } from 'vitest';
import type { WfdbHeader } from '../../../src-main/formats/wfdb/header.ts';
import { parseHeader } from '../../../src-main/formats/wfdb/header-parse.ts';

const parse = (text: string): WfdbHeader => parseHeader(new TextEncoder().encode(text), 'r.hea');

describe('WFDB header', () => {
  it('reads every field of the record line', () => {
    const header = parse('r_1 0 250.5/24000(-7.5) 825000 15:08:24.25 01/03/2026\r\n');
    expect(header).toMatchObject({
      ...{ name: 'r_1', frameFrequency: 250.5, counterFrequency: 24000, baseCounter: -7.5, frames: 825000 },
      ...{ baseTime: '15:08:24.250', baseDate: '2026-03-01', signals: [], segments: [], comments: [] },
    });
  });

  it("fills in header(5)'s defaults", () => {
    const header = parse('r 1\nr.dat 16');
    expect(header).toMatchObject({
      ...{ frameFrequency: 250, counterFrequency: 250, baseCounter: 0, frames: undefined },
      ...{ baseTime: undefined, baseDate: undefined },
    });
    expect(header.signals).toEqual([
      {
        ...{ fileName: 'r.dat', format: 16, samplesPerFrame: 1, skew: 0, byteOffset: 0 },
        ...{ gain: 200, calibrated: false, baseline: 0, units: 'mV', adcResolution: 12, adcZero: 0 },
        ...{ initialValue: 0, checksum: undefined, blockSize: 0, description: 'record r, signal 0' },
      },
    ]);
  });

  it('reads every field of a signal line, in any combination of the format', () => {
    const { signals } = parse(
      [
        'r 4 360 10',
        'r.dat 212x4:3+24 -19.5e-1(-100)/mmHg 11 1024 -5 64000 512 Chest lead V 1',
        'r.dat 212+24 200/uV 11 1024 995 -3 0 V5',
        'r.dat 8:2',
        'other.dat 16x2 100/mV 0 7',
      ].join('\n'),
    );
    expect(signals[0]).toEqual({
      ...{ fileName: 'r.dat', format: 212, samplesPerFrame: 4, skew: 3, byteOffset: 24 },
      ...{ gain: -1.95, calibrated: true, baseline: -100, units: 'mmHg', adcResolution: 11, adcZero: 1024 },
      ...{ initialValue: -5, checksum: 64000, blockSize: 512, description: 'Chest lead V 1' },
    });
    expect(signals[1]).toMatchObject({ byteOffset: 24, samplesPerFrame: 1, baseline: 1024, checksum: -3 });
    expect(signals[2]).toMatchObject({ gain: 200, calibrated: false, skew: 2, adcResolution: 10 });
    expect(signals[3]).toMatchObject({ adcResolution: 12, adcZero: 7, baseline: 7, initialValue: 7 });
  });

  it('keeps comments, skips blank lines, reads other encodings', () => {
    const latin1 = Uint8Array.from(
      '# \xe4rztlich\n\nr 1 1\n# <age>: 25\n~ 0 1/\xb0C 0 0 0 0 0 T \xb0\n',
      (c) => c.charCodeAt(0),
    );
    const header = parseHeader(latin1, 'r.hea');
    expect(header.comments).toEqual(['ärztlich', '<age>: 25']);
    expect(header.signals[0]).toMatchObject({ units: '°C', description: 'T °' });
    expect(parse('r 1 1\n~ 0 1/µV 0 0 0 0 0 Größe').signals[0]).toMatchObject({
      units: 'µV',
      description: 'Größe',
    });
  });

  it.each([
    ['31:25.894', '00:31:25.894'],
    ['0:00', '00:00:00.000'],
    ['9:5:07', '09:05:07.000'],
    ['25:00:00', undefined],
  ])('reads the base time %s', (text, expected) => {
    expect(parse(`r 0 125 1 ${text}`).baseTime).toBe(expected);
  });

  it('reads segments', () => {
    const { segments, signals } = parse('r/3 2 125 30\nr_layout 0\n~ 10\nr_1 20\n');
    expect(segments).toEqual([
      { name: 'r_layout', frames: 0 },
      { name: '~', frames: 10 },
      { name: 'r_1', frames: 20 },
    ]);
    expect(signals).toEqual([]);
  });

  it.each([
    ['', 0, 'empty'],
    ['\n# only a comment\n', 0, 'empty'],
    ['# c\nr x 360', 4, 'record line'],
    ['r 1 -5\nr.dat 16', 0, 'sampling frequency'],
    ['r 1 1e999\nr.dat 16', 0, 'sampling frequency'],
    ['r 2 360\nr.dat 16', 16, '2 signals are announced, 1 are described'],
    ['r 1 360\nr.dat x16', 8, '"x16" is no signal format'],
    ['r 1 360\nr.dat', 8, 'no signal format'],
    ['r 1 360\nr.dat 16x0', 8, '0 samples per frame'],
    ['r 1 360\nr.dat 16 abc', 8, '"abc" is no gain'],
    ['r 1 360\nr.dat 16 1e-323/V', 8, '"1e-323/V" is no gain'],
    ['r 1 360\nr.dat 16 1e308/nV', 8, '"1e308/nV" is no gain'],
    ['r 1 360\nr.dat 16 1e999', 8, 'no gain'],
    ['r 1 360\nr.dat 16 200 11 x', 8, '"x" is no whole number'],
    ['r/1 1 360\ns many', 10, 'no segment line'],
    ['r 999999 360\nr.dat 16', 0, 'more than any recorder has'],
  ])('names the byte of what is wrong in %j', (text, byte, message) => {
    let error: unknown;
    try {
      parse(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'StudyUnreadable', place: { file: 'r.hea', byte } });
    expect((error as Error).message).toContain(message);
  });
});
