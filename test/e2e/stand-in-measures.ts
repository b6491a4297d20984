/** Intervals as the stand-in has them: fixed numbers, a PR that was not found, and HV where a person confirmed H on a channel named HIS. */
import type { Measurement, StudyMark } from '../../src-main/api/contract/measurements.ts';
import type { RecordDetail } from '../../src-main/api/contract/record-schemas.ts';
import { identifyLead } from '../../src-main/domain/lead.ts';

export function withAliases(detail: RecordDetail, aliases: unknown): RecordDetail {
  const table = (aliases ?? {}) as Record<string, string>;
  const channels = detail.channels.map((channel) =>
    channel.originalName in table ? { ...channel, ...identifyLead(channel.originalName, table) } : channel,
  );
  return { ...detail, channels };
}

/** @param beats those that are measured, at least one */
export function measurementOf(
  beats: readonly { readonly id: number; readonly sampleIndex: number; readonly code: string }[],
  marks: readonly StudyMark[],
  channels: RecordDetail['channels'],
  samplingFrequency: number,
): Measurement {
  const [from, to] = [beats[0].sampleIndex, beats.at(-1)!.sampleIndex];
  const his = channels.find(({ group }) => group === 'HIS');
  const h = marks.findLast((mark) => mark.kind === 'his' && mark.from >= from - 300 && mark.from < to);
  const why = his ? 'no H of these beats was confirmed by a person' : 'no His channel';
  const next = h && beats.find(({ sampleIndex }) => sampleIndex > h.from);
  const values = [
    { name: 'cycle length', ms: 800, beats: 3, on: 'R peaks' },
    { name: 'QT', ms: 400, beats: 3, on: 'II' },
    { name: 'QTc (Bazett)', ms: 447, beats: 3, on: 'II' },
  ];
  const hv = next && Math.round(((next.sampleIndex - h.from) / samplingFrequency) * 1000);
  return {
    ids: beats.map(({ id }) => id),
    code: beats[0].code,
    from,
    to,
    values: hv === undefined ? values : [...values, { name: 'HV', ms: hv, beats: 1, on: his!.name }],
    refused: [
      { name: 'PR', why: 'not found in these beats', missingOn: 'II' },
      ...(hv === undefined ? ['AH', 'HV'] : []).map((name) => ({ name, why })),
    ],
  };
}
