/** Where each channel is drawn: rows of one height, the zero line in the middle, mV to pixels by gain and calibration. */
import type { LeadGroup, SignalKind } from '../../src-main/domain/lead.ts';

/** What a row needs to know of a displayed channel. */
export interface DisplayedChannel {
  readonly channelIndex: number;
  readonly name: string;
  readonly kind: SignalKind;
  readonly group: LeadGroup;
  readonly units: string;
  /** mm/mV. */
  readonly amplitudeScale: number;
}

export interface ChannelRow extends DisplayedChannel {
  /** CSS pixels from the top of the traces. */
  readonly top: number;
  readonly height: number;
  readonly zero: number;
  /** CSS pixels a physical unit. */
  readonly pixelsPerUnit: number;
  /** Electrograms begin a new group: a rule is drawn above. */
  readonly startsGroup: boolean;
}

/** Rows lower than this scroll instead of shrinking. */
export const LOWEST_ROW = 22;

export interface RowLayout {
  readonly rows: readonly ChannelRow[];
  /** CSS pixels that they take. */
  readonly height: number;
}

/** @param height CSS pixels there are @returns rows, and the height they take (more than `height` where they scroll) */
export function layoutRows(
  channels: readonly DisplayedChannel[],
  height: number,
  pixelsPerMillimetre: number,
): RowLayout {
  const rowHeight = Math.max(LOWEST_ROW, height / Math.max(1, channels.length));
  const rows = channels.map((channel, index): ChannelRow => {
    const top = Math.round(index * rowHeight);
    const bottom = Math.round((index + 1) * rowHeight);
    return {
      ...channel,
      top,
      height: bottom - top,
      zero: Math.round((top + bottom) / 2),
      pixelsPerUnit: channel.amplitudeScale * pixelsPerMillimetre,
      startsGroup: index > 0 && channels[index - 1].group !== channel.group,
    };
  });
  return {
    rows,
    height: Math.max(height, rows.length > 0 ? rows[rows.length - 1].top + rows[rows.length - 1].height : 0),
  };
}
