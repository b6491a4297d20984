/** Where the leads of a page lie on the screen: true to the millimetre, as on paper. Pure. */
import { TWELVE_SECONDS, type PageKind, type PageRow } from '../../src-main/domain/reading-page.ts';

/** Room for the calibration pulse left of the traces, mm. */
export const PULSE_ROOM_MM = 9;
/** A row of a 12-lead page is no higher, mm: about a row of an A4 sheet; four millivolts where a gain needs more. */
const MOST_ROW_MM = 40;
const MOST_ROW_MV = 4;
/** Above the rows, for the classes of the beats; CSS pixels. */
export const CODES_HEIGHT = 18;
export const AXIS_HEIGHT = 16;

export interface PagePlace {
  readonly kind: PageKind;
  readonly rows: readonly PageRow[];
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly pixelsPerMillimetre: number;
  /** mm/s. */
  readonly speed: number;
  readonly samplingFrequency: number;
  /** First sample of the page. */
  readonly from: number;
  /** mm/mV of a 12-lead page. */
  readonly gain?: number;
}

/** One lead over its part of the time. */
export interface PageCell {
  readonly name: string;
  /** Position in the record's channels; undefined where it has none. */
  readonly channel: number | undefined;
  readonly inverted: boolean;
  readonly from: number;
  readonly to: number;
  /** CSS pixels. */
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
  readonly zero: number;
}

export interface PageLayout {
  readonly cells: readonly PageCell[];
  /** Left edge of the traces, CSS pixels. */
  readonly left: number;
  readonly seconds: number;
  readonly samplesPerPixel: number;
  /** Right edge of the traces. */
  readonly right: number;
}

/** Ten seconds on a 12-lead page where they fit, else what fits; on the others what fits. */
export function layoutPage(place: PagePlace): PageLayout {
  const { kind, rows, width, height, pixelsPerMillimetre, speed, samplingFrequency, from } = place;
  const perSecond = speed * pixelsPerMillimetre;
  const left = Math.round(PULSE_ROOM_MM * pixelsPerMillimetre);
  const fits = Math.max(0.1, (width - left) / perSecond);
  const seconds = kind === 'twelve' ? Math.min(TWELVE_SECONDS, fits) : fits;
  const samples = seconds * samplingFrequency;
  const fair = (height - CODES_HEIGHT - AXIS_HEIGHT) / Math.max(1, rows.length);
  const most = Math.max(MOST_ROW_MM, MOST_ROW_MV * (place.gain ?? 0)) * pixelsPerMillimetre;
  const rowHeight = kind === 'twelve' ? Math.min(fair, most) : fair;
  const cells = rows.flatMap(({ leads }, row) => {
    const top = CODES_HEIGHT + row * rowHeight;
    return leads.map((lead, k): PageCell => ({
      ...lead,
      from: from + (k * samples) / leads.length,
      to: from + ((k + 1) * samples) / leads.length,
      left: left + (k * seconds * perSecond) / leads.length,
      width: (seconds * perSecond) / leads.length,
      top,
      height: rowHeight,
      zero: Math.round(top + rowHeight / 2),
    }));
  });
  return {
    cells,
    left,
    seconds,
    samplesPerPixel: samplingFrequency / perSecond,
    right: left + seconds * perSecond,
  };
}

/** The lead under a point of the page; undefined outside the traces. */
export function cellAt({ cells }: PageLayout, x: number, y: number): PageCell | undefined {
  return cells.find(
    ({ left, width, top, height }) => x >= left && x < left + width && y >= top && y < top + height,
  );
}

/** The sample under a point of the page; undefined outside the traces. */
export function sampleAt(layout: PageLayout, x: number, y: number): number | undefined {
  const cell = cellAt(layout, x, y);
  return cell && cell.from + (x - cell.left) * layout.samplesPerPixel;
}
