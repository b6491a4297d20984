import type { ChannelAliases } from '../../domain/lead.ts';
import { identifyLead } from '../../domain/lead.ts';
import type { RecordWarning, SignalDescription } from '../../domain/record.ts';
import type { WfdbHeader, WfdbSignal } from './header.ts';

/** How many of a unit make 1 mV, by which ECG and electrograms are brought to mV: only their gain changes. */
const PER_MILLIVOLT: Readonly<Record<string, number>> = {
  V: 1e-3,
  uV: 1e3,
  '\u00b5V': 1e3,
  '\u03bcV': 1e3,
  nV: 1e6,
};

/** A header's signal in the language of the product; ECG and electrograms in mV whatever their file's unit. */
export function describeSignal(signal: WfdbSignal, aliases: ChannelAliases | undefined): SignalDescription {
  const { name, kind, group } = identifyLead(signal.description, aliases);
  const volts = kind === 'ecg' || kind === 'iegm' ? PER_MILLIVOLT[signal.units] : undefined;
  return {
    originalName: signal.description,
    ...{ name, kind, group },
    units: volts === undefined ? signal.units : 'mV',
    gain: signal.gain * (volts ?? 1),
    baseline: signal.baseline,
    adcResolution: signal.adcResolution,
    adcZero: signal.adcZero,
  };
}

/** header(5): a signal without gain is not calibrated; 200 per mV is only assumed. */
export function calibrationWarnings(header: WfdbHeader): RecordWarning[] {
  return header.signals
    .filter(({ calibrated }) => !calibrated)
    .map(({ description, gain, units }) => ({
      code: 'units' as const,
      message: `${header.path}: ${description} is not calibrated; its gain is assumed to be ${gain} per ${units}.`,
      signal: description,
    }));
}

/** `2026-03-01T09:30:00.000` where the header gives date and time; a time alone is no instant. */
export function startTimeOf(header: WfdbHeader): string | undefined {
  return header.baseDate && header.baseTime ? `${header.baseDate}T${header.baseTime}` : undefined;
}
