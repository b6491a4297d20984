/** Text of unknown encoding: UTF-8 where the bytes are valid UTF-8, otherwise Latin-1, in which nothing is invalid. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeLatin1(bytes); // not swallowed: the second of the two encodings that recorders write
  }
}

/** One character a byte, so that an index in the text is a byte offset in the file. */
export function decodeLatin1(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 4096) {
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + 4096)));
  }
  return pieces.join('');
}

/** The text that a Latin-1 reading of UTF-8 bytes stands for. */
export function latin1ToText(latin1: string): string {
  // eslint-disable-next-line no-control-regex -- ASCII is the usual case and the same in both
  if (/^[\x00-\x7f]*$/.test(latin1)) return latin1;
  return decodeText(Uint8Array.from(latin1, (character) => character.charCodeAt(0)));
}
