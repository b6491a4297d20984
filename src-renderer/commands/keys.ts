/** Key names as commands are bound to them: `Ctrl+Shift+ArrowLeft`, `g`, `Shift+N`, `+`. Letters by what they print, so that layouts agree. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** undefined for a modifier alone or a dead key. */
export function keyName(press: KeyPress): string | undefined {
  if (['Control', 'Shift', 'Alt', 'Meta', 'Dead', 'AltGraph', 'CapsLock'].includes(press.key))
    return undefined;
  const ctrl = press.ctrlKey || press.metaKey;
  // Digits by place: on AZERTY they need Shift, and channel sets must not.
  const digit = !ctrl && !press.altKey ? /^Digit([1-8])$/.exec(press.code)?.[1] : undefined;
  const symbol = press.key.length === 1 && !/[a-z]/i.test(press.key);
  let name = press.key === ' ' ? 'Space' : press.key;
  if (digit !== undefined && !press.shiftKey) name = digit;
  else if (digit !== undefined && /[^\d+\-?]/.test(press.key)) name = press.key;
  if (/^[a-z]$/i.test(name)) name = name.toLowerCase();
  if (name === '=') name = '+';
  if (name === '_') name = '-';
  const shift = press.shiftKey && (!symbol || name === 'Space');
  return [ctrl && 'Ctrl', press.altKey && 'Alt', shift && 'Shift', name].filter(Boolean).join('+');
}

const GLYPHS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  Escape: 'Esc',
};

/** As the cheat sheet prints it. */
export function keyText(name: string): string {
  const parts = name === '+' ? ['+'] : name.split(/\+(?=.)/);
  return parts.map((part) => GLYPHS[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join(' ');
}
