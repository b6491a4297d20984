/** Columns a millimetre of a full disclosure: finer than a printer's line. */
const COLUMNS_A_MM = 5;

/** Samples of a column of a full disclosure. @param speed mm/s */
export function samplesPerColumnOf(samplingFrequency: number, speed: number): number {
  return 2 ** Math.max(0, Math.floor(Math.log2(samplingFrequency / (speed * COLUMNS_A_MM))));
}
