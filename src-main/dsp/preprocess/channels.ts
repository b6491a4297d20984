import type { ChannelAliases } from '../../domain/lead.ts';
import { identifyLead } from '../../domain/lead.ts';
import type { SignalDescription } from '../../domain/record.ts';
import type { PreprocessParameters } from './parameters.ts';

/** Which signal of a record feeds each input of the network: by name, never by position. */
export interface ChannelMap {
  /** Per entry of `ecgLeads`: index of the record's signal, undefined where the record has none. */
  readonly ecg: readonly (number | undefined)[];
  readonly iegm: readonly (number | undefined)[];
  /** Leads for the priors; only those present. */
  readonly priors: readonly number[];
  /** The inputs that the record has nothing for, in the model's names: what a result was made without. */
  readonly missing: readonly string[];
}

function nameOf(signal: SignalDescription, aliases: ChannelAliases): string {
  return identifyLead(signal.originalName, aliases).name;
}

/** The signal for one input, trying its alternatives in order; a signal serves one input only. */
function find(slot: string, names: readonly string[], taken: Set<number>): number | undefined {
  for (const alternative of slot.split('|')) {
    const index = names.findIndex((name, at) => name === alternative && !taken.has(at));
    if (index >= 0) {
      taken.add(index);
      return index;
    }
  }
  return undefined;
}

/** @param aliases the site's own channel names (setting), applied before `identifyLead` */
export function mapChannels(
  signals: readonly SignalDescription[],
  parameters: PreprocessParameters,
  aliases: ChannelAliases = {},
): ChannelMap {
  const names = signals.map((signal) => nameOf(signal, aliases));
  const taken = new Set<number>();
  const ecg = parameters.ecgLeads.map((slot) => find(slot, names, taken));
  const iegm = parameters.electrograms.map((slot) => find(slot, names, taken));
  const forPriors = new Set<number>();
  const priors = parameters.priorLeads
    .map((slot) => find(slot, names, forPriors))
    .filter((index) => index !== undefined);
  // A record without any of the named leads still has beats: the first ECG channel stands in.
  const anyEcg = signals.findIndex(({ kind }) => kind === 'ecg');
  if (priors.length === 0 && anyEcg >= 0) priors.push(anyEcg);
  const missing = [
    ...parameters.ecgLeads.filter((_, at) => ecg[at] === undefined),
    ...parameters.electrograms.filter((_, at) => iegm[at] === undefined),
  ].map((slot) => slot.replaceAll('|', ' or '));
  return { ecg, iegm, priors, missing };
}
