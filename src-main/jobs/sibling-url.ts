/**
 * A program beside this one, for a worker or a process: `.ts` in the sources, `.js` where they were emitted.
 * @param ownUrl `import.meta.url` of the caller
 * @param path without suffix, relative to the caller
 */
export function siblingUrl(ownUrl: string, path: string): URL {
  const suffix = ownUrl.slice(ownUrl.lastIndexOf('.'));
  return new URL(`${path}${suffix}`, ownUrl);
}
