import type { WaveKind } from './wave-group.ts';
import { P_SCALE, QRS_SCALE, T_SCALE } from './wave-signal.ts';

/*
 * Ranges hold the widest waves met: a paced QRS lasts 200 ms, a P wave 160, a T wave 400 (Surawicz & Knilans, Chou's
 * Electrocardiography in Clinical Practice, 6th ed.).
 */
export const QRS_KIND: WaveKind = {
  scale: QRS_SCALE,
  halfWidth: 0.08,
  onset: { nearest: 0.008, furthest: 0.15 },
  offset: { nearest: 0.008, furthest: 0.18 },
};
export const P_KIND: WaveKind = {
  scale: P_SCALE,
  halfWidth: 0.06,
  onset: { nearest: 0.01, furthest: 0.12 },
  offset: { nearest: 0.01, furthest: 0.12 },
};
export const T_KIND: WaveKind = {
  scale: T_SCALE,
  halfWidth: 0.1,
  onset: { nearest: 0.02, furthest: 0.24 },
  offset: { nearest: 0.02, furthest: 0.24 },
};
