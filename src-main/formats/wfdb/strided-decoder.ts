/**
 * Decodes every `stride`-th sample of a file's sample stream: samples `first`, `first + stride` ... (`count` of them)
 * go to `out[outOffset]`, `out[outOffset + outStride]` ...; the format's sentinel becomes `MISSING_SAMPLE`.
 * @param bytes start at a whole unit of the format (a byte for most, 3 bytes for 212, 4 for 310 and 311) and hold
 *   every sample asked for; `first` is counted from their beginning
 */
export type StridedDecoder = (
  bytes: Uint8Array,
  first: number,
  stride: number,
  count: number,
  out: Int32Array,
  outOffset: number,
  outStride: number,
) => void;
