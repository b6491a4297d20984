import type { Palette } from './palette.ts';

/** The palette as custom properties: the one way colours reach style sheets. */
export function propertiesOf(palette: Palette): Record<string, string> {
  const { groups, classes, ...frame } = palette;
  const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return Object.fromEntries([
    ...Object.entries(frame).map(([name, value]) => [`--${dashed(name)}`, value]),
    ...Object.entries(groups).map(([name, value]) => [`--group-${name.toLowerCase()}`, value]),
    ...Object.entries(classes).map(([name, value]) => [`--class-${name}`, value]),
  ]);
}

export function applyTheme(root: HTMLElement, palette: Palette, dark: boolean): void {
  for (const [name, value] of Object.entries(propertiesOf(palette))) root.style.setProperty(name, value);
  root.style.colorScheme = dark ? 'dark' : 'light';
}
