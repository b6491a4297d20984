/** A CardioLab export, made up, whose dates are of the first twelve days of a month: 6 July or 7 June. Two leads, a beat every 0.8 s. */
export function ambiguousExport(name: string, seconds = 12): Readonly<Record<string, string>> {
  const samplingFrequency = 500;
  const samples = seconds * samplingFrequency;
  const inf = [
    ...['Patient = PATIENT, TEST', 'Description = ambiguous', 'Date = 7/8/2024 11:49:37 AM'],
    ...['Number of Channel = 2', `Points for Each Channel = ${samples}`],
    ...[`Data Sampling Rate = ${samplingFrequency} points/second`, 'Start Time = 7/6/2024 1:02:58 PM'],
    ...['Units: mmHg for pressure and mV for all others', 'Channel Number  Channel Label'],
    ...['1              II', '2              V1'],
  ].join('\r\n');
  const rows = Array.from({ length: samples }, (_, k) => {
    const sinceBeat = ((k / samplingFrequency) % 0.8) - 0.4;
    const r = Math.exp(-((sinceBeat / 0.012) ** 2)) + 0.2 * Math.exp(-(((sinceBeat - 0.25) / 0.05) ** 2));
    return `${r.toFixed(3)} ${(-0.6 * r).toFixed(3)} \r\n`;
  });
  return { [`${name}.inf`]: inf, [`${name}.txt`]: rows.join('') };
}
