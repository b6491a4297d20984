import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly deflate?: boolean;
  /** Sizes and offset in zip64 extra fields. */
  readonly zip64?: boolean;
  readonly encrypted?: boolean;
  /** Unix mode in the external attributes. */
  readonly mode?: number;
  /** Written instead of the true checksum. */
  readonly crc?: number;
}

/** A zip file by PKWARE's APPNOTE 6.3: local headers, central directory, its end (zip64 where an entry asks). */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const body = entry.deflate ? deflateRawSync(entry.bytes) : Buffer.from(entry.bytes);
    const local = localHeader(entry, body.length);
    directory.push(directoryEntry(entry, body.length, offset));
    parts.push(local, body);
    offset += local.length + body.length;
  }
  const central = Buffer.concat(directory);
  const zip64 = entries.some((entry) => entry.zip64);
  return Buffer.concat([...parts, central, endOf(entries.length, central.length, offset, zip64)]);
}

const AWAY = 0xffffffff;

function common({ bytes, deflate, encrypted, crc, zip64 }: ZipEntry, packed: number): Buffer {
  const header = Buffer.alloc(22);
  header.writeUInt16LE(zip64 ? 45 : 20, 0);
  header.writeUInt16LE(0x800 | (encrypted ? 1 : 0), 2);
  header.writeUInt16LE(deflate ? 8 : 0, 4);
  header.writeUInt32LE(crc ?? crc32(bytes), 10);
  header.writeUInt32LE(zip64 ? AWAY : packed, 14);
  header.writeUInt32LE(zip64 ? AWAY : bytes.length, 18);
  return header;
}

function zip64Extra(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  values.forEach((value, i) => extra.writeBigUInt64LE(BigInt(value), 4 + 8 * i));
  return extra;
}

function localHeader(entry: ZipEntry, packed: number): Buffer {
  const name = Buffer.from(entry.name);
  const extra = entry.zip64 ? zip64Extra([entry.bytes.length, packed]) : Buffer.alloc(0);
  const lengths = Buffer.alloc(4);
  lengths.writeUInt16LE(name.length, 0);
  lengths.writeUInt16LE(extra.length, 2);
  return Buffer.concat([
    Buffer.from('PK\u0003\u0004', 'latin1'),
    common(entry, packed),
    lengths,
    name,
    extra,
  ]);
}

function directoryEntry(entry: ZipEntry, packed: number, offset: number): Buffer {
  const name = Buffer.from(entry.name);
  const extra = entry.zip64 ? zip64Extra([entry.bytes.length, packed, offset]) : Buffer.alloc(0);
  const rest = Buffer.alloc(18);
  rest.writeUInt16LE(name.length, 0);
  rest.writeUInt16LE(extra.length, 2);
  rest.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 10);
  rest.writeUInt32LE(entry.zip64 ? AWAY : offset, 14);
  const madeByUnix = Buffer.from([20, 3]);
  return Buffer.concat([
    Buffer.from('PK\u0001\u0002', 'latin1'),
    madeByUnix,
    common(entry, packed),
    rest,
    name,
    extra,
  ]);
}

function endOf(entries: number, size: number, offset: number, zip64: boolean): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(zip64 ? 0xffff : entries, 8);
  end.writeUInt16LE(zip64 ? 0xffff : entries, 10);
  end.writeUInt32LE(zip64 ? AWAY : size, 12);
  end.writeUInt32LE(zip64 ? AWAY : offset, 16);
  if (!zip64) return end;
  const record = Buffer.alloc(56);
  record.write('PK\u0006\u0006', 'latin1');
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(45, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(entries), 24);
  record.writeBigUInt64LE(BigInt(entries), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\u0006\u0007', 'latin1');
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator, end]);
}
