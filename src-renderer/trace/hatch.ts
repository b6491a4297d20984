import { PALETTES, type Palette, type Theme } from '../theme/palette.ts';

/** Fill patterns of what is not, or not fully, there. */
export interface Hatch {
  readonly missing: CanvasPattern | string;
  readonly clipped: CanvasPattern | string;
  readonly doubt: CanvasPattern | string;
}

/** Diagonal lines 4 CSS pixels apart. */
function diagonal(document: Document, colour: string, ratio: number, alpha: number): CanvasPattern | string {
  const size = Math.round(5 * ratio);
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const ctx = canvas.getContext('2d')!;
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = colour;
  ctx.lineWidth = ratio;
  ctx.beginPath();
  ctx.moveTo(-1, size + 1);
  ctx.lineTo(size + 1, -1);
  ctx.moveTo(-1, 1);
  ctx.lineTo(1, -1);
  ctx.moveTo(size - 1, size + 1);
  ctx.lineTo(size + 1, size - 1);
  ctx.stroke();
  return ctx.createPattern(canvas, 'repeat') ?? colour;
}

export function hatchPattern(document: Document, palette: Palette, ratio: number): Hatch {
  return {
    missing: diagonal(document, palette.muted, ratio, 0.55),
    clipped: diagonal(document, palette.fault, ratio, 0.9),
    doubt: diagonal(document, palette.text, ratio, 0.3),
  };
}

const hatches = new WeakMap<Document, Map<string, Hatch>>();

/** The patterns of a theme, made once a document. */
export function hatchOf(document: Document, theme: Theme, ratio: number): Hatch {
  let known = hatches.get(document);
  if (!known) hatches.set(document, (known = new Map()));
  const key = `${theme}@${ratio}`;
  let hatch = known.get(key);
  if (!hatch) known.set(key, (hatch = hatchPattern(document, PALETTES[theme], 1)));
  return hatch;
}
