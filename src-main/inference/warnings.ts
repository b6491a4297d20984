import type { RecordReader } from '../domain/record.ts';
import type { ChannelMap } from '../dsp/preprocess/channels.ts';
import type { ModelManifest } from '../dsp/preprocess/model-manifest.ts';

/** A recorder's high-pass above the model's own band by this factor changes the shapes that it learnt. */
const BAND_FACTOR = 4;

/** A model of so few leads and no electrogram was made for Holter recordings. */
const HOLTER_LEADS = 3;

function bandWarnings(reader: RecordReader, { preprocess }: ModelManifest, map: ChannelMap): string[] {
  const { signals } = reader.description;
  const narrow = map.iegm.flatMap((index) => {
    const band = index === undefined ? undefined : signals[index].acquisitionBand;
    return band && band.low > BAND_FACTOR * preprocess.iegmBand[0]
      ? [`${signals[index!].name} from ${band.low} Hz`]
      : [];
  });
  return narrow.length > 0
    ? [`Recorded with another band than the model was trained on: ${narrow.join(', ')}.`]
    : [];
}

/** Sentences on what the result must be read with. */
export function warningsFor(reader: RecordReader, manifest: ModelManifest, map: ChannelMap): string[] {
  const { electrograms, ecgLeads } = manifest.preprocess;
  const missing = (list: readonly (number | undefined)[]): boolean =>
    list.every((index) => index === undefined);
  const warnings = bandWarnings(reader, manifest, map);
  if (electrograms.length > 0 && missing(map.iegm))
    warnings.push('No intracardiac electrogram: classified by the surface ECG alone.');
  if (ecgLeads.length > 0 && missing(map.ecg))
    warnings.push('No surface ECG: classified by the electrograms alone.');
  if (electrograms.length === 0 && ecgLeads.length <= HOLTER_LEADS)
    warnings.push(
      `Classified by a model for Holter recordings: it tells ${manifest.classes.join(', ')} and no other class.`,
    );
  if (reader.description.samplingFrequency < manifest.preprocess.samplingFrequency)
    warnings.push(
      `Recorded at ${reader.description.samplingFrequency} Hz, below the model's ${manifest.preprocess.samplingFrequency} Hz.`,
    );
  if (manifest.training?.data.length > 0 && manifest.training.data.every(({ simulated }) => simulated))
    warnings.push('The model was trained on simulated studies only: no clinical evidence.');
  return warnings;
}
