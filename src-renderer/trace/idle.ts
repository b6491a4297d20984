/** ms after which work that waits for an idle moment is done although there was none. */
const LONGEST_WAIT = 500;

/** Calls once, when neither a frame nor a key is due. @returns what takes the call back */
export function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback !== 'function') {
    // Safari has none.
    const timer = setTimeout(work, 30);
    return () => clearTimeout(timer);
  }
  const idle = requestIdleCallback(work, { timeout: LONGEST_WAIT });
  return () => cancelIdleCallback(idle);
}
