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
  'v128.store': vector(0x0b, 'memory'),
  'i8x16.shuffle': vector(0x0d, 'lanes'),
  'i32x4.splat': vector(0x11),
  'i32x4.extract_lane': vector(0x1b, 'lane'),
  'i32x4.shr_s': vector(0xac),
  'i32x4.add': vector(0xae),
  'i32x4.min_s': vector(0xb6),
  'i32x4.max_s': vector(0xb8),
};
