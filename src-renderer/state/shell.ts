/** What the desktop shell's preload adds to the page; absent in a browser. */
export interface DesktopShell {
  /** The system's open dialog; paths, empty where it was cancelled. */
  openRecordings(): Promise<readonly string[]>;
  /** Path of a dropped file. */
  pathOf(file: File): string;
}

export function desktopShell(): DesktopShell | undefined {
  return (globalThis as { purkinje?: DesktopShell }).purkinje;
}
