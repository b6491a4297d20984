import { spawn } from 'node:child_process';

/** Linux without X11 or Wayland has no browser to open; the other systems always have one. */
export function hasDisplay(
  env: NodeJS.ProcessEnv = process.env,
  platform: string = process.platform,
): boolean {
  if (env.PURKINJE_NO_BROWSER) return false;
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Opens the default browser. Where that fails nothing is lost: the address is printed too. */
export function openBrowser(url: string, platform: string = process.platform): void {
  const [command, args] = commandFor(url, platform);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () =>
    console.error(`No browser could be opened (${command} is missing): open the address yourself.`),
  );
  child.unref();
}

export function commandFor(url: string, platform: string): [command: string, args: string[]] {
  if (platform === 'darwin') return ['open', [url]];
  // `start` takes its first quoted argument for a title.
  if (platform === 'win32') return ['cmd', ['/c', 'start', '', url.replaceAll('&', '^&')]];
  return ['xdg-open', [url]];
}
