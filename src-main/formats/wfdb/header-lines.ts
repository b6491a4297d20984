import { decodeLatin1, latin1ToText } from '../text-bytes.ts';

export interface HeaderLine {
  /** Latin-1, so that positions are bytes; trimmed at its end. */
  readonly text: string;
  /** Byte of the line's first character in the file. */
  readonly byte: number;
}

/** A header's lines: comments (without `#`, as text) apart from the lines that mean something; blank ones are dropped. */
export function splitHeader(bytes: Uint8Array): { lines: HeaderLine[]; comments: string[] } {
  const lines: HeaderLine[] = [];
  const comments: string[] = [];
  let byte = 0;
  for (const raw of decodeLatin1(bytes).split('\n')) {
    const text = raw.trimEnd();
    if (/^\s*#/.test(text)) comments.push(latin1ToText(text.replace(/^\s*# ?/, '')));
    else if (text.trim() !== '') lines.push({ text, byte });
    byte += raw.length + 1;
  }
  return { lines, comments };
}

/** The first `count` whitespace-separated fields of a line (fewer where it has fewer), and the text that follows them. */
export function splitFields(text: string, count: number): { fields: string[]; rest: string } {
  const fields: string[] = [];
  const pattern = /\s*(\S+)/y;
  let end = 0;
  while (fields.length < count) {
    const match = pattern.exec(text);
    if (!match) break;
    fields.push(match[1]);
    end = pattern.lastIndex;
  }
  return { fields, rest: text.slice(end).trimStart() };
}
