/**
 * The URL of a file beside this one that is started as a worker or process: `.ts` where sources run, `.js` where tsc
 * has emitted them.
 * @param from the caller's `import.meta.url`
 * @param name without extension: `./window-worker`
 */
export function siblingUrl(from: string, name: string): URL {
  const extension = /\.[cm]?[jt]s$/.exec(from)?.[0] ?? '.js';
  return new URL(name + extension, from);
}
