/** Electron's end of a utility process; a Node child process has `process.send` instead. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

const { parentPort } = process as unknown as { parentPort?: ParentPort };

/** Electron starts processes from its first one alone: one that was started by it can start none itself. */
export const isUtilityProcess = parentPort !== undefined;

/** Tells whoever started this process. */
export function tellParent(message: unknown): void {
  if (parentPort) parentPort.postMessage(message);
  else if (process.connected) process.send?.(message);
}

/** Calls `listener` with each message of whoever started this process, and ends with them. */
export function onParentMessage(listener: (message: unknown) => void): void {
  process.on('disconnect', () => process.exit(1));
  if (parentPort) parentPort.on('message', ({ data }) => listener(data));
  else process.on('message', listener);
}
