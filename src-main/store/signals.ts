import type { LeadGroup, SignalKind } from '../domain/lead.ts';
import type { SignalDescription } from '../domain/record.ts';
import type { LibraryDatabase } from './database.ts';

interface SignalRow {
  original_name: string;
  name: string;
  kind: SignalKind;
  lead_group: LeadGroup;
  units: string;
  gain: number;
  baseline: number;
  adc_resolution: number;
  adc_zero: number;
  band_low: number | null;
  band_high: number | null;
}

/** The signals of a new record; their order is the channel index. @throws RangeError for a gain that no reader lets through */
export function insertSignals(
  database: LibraryDatabase,
  recordId: number,
  signals: readonly SignalDescription[],
): void {
  const insert = database.prepare(
    `INSERT INTO signal (record_id, channel_index, original_name, name, kind, lead_group, units, gain, baseline,
      adc_resolution, adc_zero, band_low, band_high) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const { gain, originalName } of signals)
    if (gain === 0 || !Number.isFinite(gain)) throw new RangeError(`${originalName} has a gain of ${gain}`);
  signals.forEach((signal, channelIndex) =>
    insert.run(
      recordId,
      channelIndex,
      signal.originalName,
      signal.name,
      signal.kind,
      signal.group,
      signal.units,
      signal.gain,
      signal.baseline,
      signal.adcResolution,
      signal.adcZero,
      signal.acquisitionBand?.low,
      signal.acquisitionBand?.high,
    ),
  );
}

/** In channel order. */
export function listSignals(database: LibraryDatabase, recordId: number): SignalDescription[] {
  return database
    .prepare<[number], SignalRow>('SELECT * FROM signal WHERE record_id = ? ORDER BY channel_index')
    .all(recordId)
    .map(toSignal);
}

function toSignal(row: SignalRow): SignalDescription {
  const band =
    row.band_low === null || row.band_high === null
      ? {}
      : { acquisitionBand: { low: row.band_low, high: row.band_high } };
  return {
    originalName: row.original_name,
    name: row.name,
    kind: row.kind,
    group: row.lead_group,
    units: row.units,
    gain: row.gain,
    baseline: row.baseline,
    adcResolution: row.adc_resolution,
    adcZero: row.adc_zero,
    ...band,
  };
}
