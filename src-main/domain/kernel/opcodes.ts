/** What follows an instruction's code in the module. */
export type Immediate = 'none' | 'local' | 'label' | 'block' | 'i32' | 'memory' | 'lane' | 'lanes' | 'bytes';

export interface Opcode {
  readonly code: readonly number[];
  readonly immediate: Immediate;
}

const simple = (code: number, immediate: Immediate = 'none'): Opcode => ({ code: [code], immediate });
/** A vector instruction: 0xfd, then its number as LEB128. */
const vector = (number: number, immediate: Immediate = 'none'): Opcode => ({
  code: number < 0x80 ? [0xfd, number] : [0xfd, (number & 0x7f) | 0x80, number >> 7],
  immediate,
});

/** The instructions that our kernels use (WebAssembly core specification 2.0, section 5.4). */
export const OPCODES: Readonly<Record<string, Opcode>> = {
  block: simple(0x02, 'block'),
  loop: simple(0x03, 'block'),
  end: simple(0x0b),
  br: simple(0x0c, 'label'),
  br_if: simple(0x0d, 'label'),
  'local.get': simple(0x20, 'local'),
  'local.set': simple(0x21, 'local'),
  'local.tee': simple(0x22, 'local'),
  'i32.load': simple(0x28, 'memory'),
  'i32.store': simple(0x36, 'memory'),
  'i32.const': simple(0x41, 'i32'),
  'i32.eqz': simple(0x45),
  'i32.lt_u': simple(0x49),
  'i32.add': simple(0x6a),
  'i32.sub': simple(0x6b),
  'i32.shl': simple(0x74),
  'v128.load': vector(0x00, 'memory'),
  'v128.load64_splat': vector(0x0a, 'memory'),
  'v128.store': vector(0x0b, 'memory'),
  'v128.and': vector(0x4e),
  'v128.or': vector(0x50),
  'v128.any_true': vector(0x53),
  'i8x16.shuffle': vector(0x0d, 'lanes'),
  'i32x4.splat': vector(0x11),
  'i32x4.extract_lane': vector(0x1b, 'lane'),
  'i32x4.eq': vector(0x37),
  'i32x4.shr_s': vector(0xac),
  'i32x4.add': vector(0xae),
  'i32x4.sub': vector(0xb1),
  'i32x4.min_s': vector(0xb6),
  'i32x4.max_s': vector(0xb8),
  'f64x2.ne': vector(0x48),
  'f64x2.lt': vector(0x49),
  'f64x2.gt': vector(0x4a),
  'f64x2.ge': vector(0x4c),
  'f64x2.abs': vector(0xec),
  'f64x2.add': vector(0xf0),
  'f64x2.sub': vector(0xf1),
  'f64x2.mul': vector(0xf2),
  'f64x2.div': vector(0xf3),
  'f64x2.min': vector(0xf4),
  'f64x2.max': vector(0xf5),
  'f64x2.convert_low_i32x4_s': vector(0xfe),
  'f64x2.promote_low_f32x4': vector(0x5f),
  'f32x4.demote_f64x2_zero': vector(0x5e),
};
