/** A WFDB record written in memory, for tests that upload one: no file needed. */

export interface Upload {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export interface WrittenSignal {
  readonly name: string;
  /** Digital values, 1000 to the millivolt. */
  readonly samples: Int16Array;
}

/** Header and format-16 data file; every signal of the same length. */
export function writtenRecord(
  name: string,
  samplingFrequency: number,
  signals: readonly WrittenSignal[],
): Upload[] {
  const samples = signals[0].samples.length;
  const data = new Int16Array(samples * signals.length);
  signals.forEach((signal, s) => {
    for (let k = 0; k < samples; k++) data[k * signals.length + s] = signal.samples[k];
  });
  const lines = signals.map(
    (signal) => `${name}.dat 16 1000 16 0 ${signal.samples[0]} ${sum16(signal.samples)} 0 ${signal.name}`,
  );
  const header = [`${name} ${signals.length} ${samplingFrequency} ${samples}`, ...lines, ''].join('\n');
  const file = (suffix: string, buffer: Buffer): Upload => ({
    name: `${name}.${suffix}`,
    mimeType: 'application/octet-stream',
    buffer,
  });
  return [file('hea', Buffer.from(header)), file('dat', Buffer.from(data.buffer))];
}

function sum16(samples: Int16Array): number {
  let sum = 0;
  for (const value of samples) sum = ((sum + value) << 16) >> 16;
  return sum;
}

/** A beat every 0.8 s on a level line, R of 1 mV and a T wave. */
export function plainBeats(samplingFrequency: number, seconds: number): Int16Array {
  const samples = new Int16Array(samplingFrequency * seconds);
  for (let k = 0; k < samples.length; k++) {
    const sinceBeat = ((k / samplingFrequency) % 0.8) - 0.4;
    const r = Math.exp(-((sinceBeat / 0.012) ** 2)) + 0.2 * Math.exp(-(((sinceBeat - 0.25) / 0.05) ** 2));
    samples[k] = Math.round(1000 * r);
  }
  return samples;
}
