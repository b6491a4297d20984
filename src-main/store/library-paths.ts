import { join } from 'node:path';

export function libraryFile(path: string): string {
  return join(path, 'library.sqlite');
}

/** Where imported recordings lie. */
export function signalsFolder(path: string): string {
  return join(path, 'signals');
}

/** Where imports write before they are whole. */
export function incomingFolder(path: string): string {
  return join(path, 'incoming');
}

/** Where bugs are written down. */
export function logsFolder(path: string): string {
  return join(path, 'logs');
}

/** The folder of one recording. */
export function recordingFolder(path: string, contentHash: string): string {
  return join(signalsFolder(path), contentHash);
}

/** The imported files, untouched, inside a recording's folder. */
export function originalFolder(recording: string): string {
  return join(recording, 'original');
}

/** The derived block file, inside a recording's folder. */
export function blockFile(recording: string): string {
  return join(recording, 'samples.pkb');
}
