import { OPCODES, type Immediate } from './opcodes.ts';

/** One exported function: parameters and result are 32-bit integers, addresses among them. */
export interface KernelText {
  readonly name: string;
  readonly parameters: readonly string[];
  /** Further locals by type, 0 at the start. */
  readonly i32?: readonly string[];
  readonly v128?: readonly string[];
  /** It leaves a 32-bit integer. */
  readonly result?: boolean;
  /** Instructions of WebAssembly's text format, one a line (or several, by `;`), operands before them; `$` names a local or a label. */
  readonly body: string;
}

const I32 = 0x7f;
const V128 = 0x7b;
const FUNCTION = 0x60;
const EMPTY_BLOCK = 0x40;
/** What lies at an address is promised to be aligned to 2^n bytes; a wrong promise costs time, no correctness. */
const ALIGNMENT = 0;

/**
 * The bytes of a module with these functions, working on an imported memory `kernel.memory`.
 * @throws Error for an instruction, a local or a label that there is not: a fault of the kernel's text
 */
export function assemble(functions: readonly KernelText[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters, result }) => [
    FUNCTION,
    ...list(parameters.map(() => [I32])),
    ...list(result ? [[I32]] : []),
  ]);
  const memory = [...text('kernel'), ...text('memory'), 0x02, 0x00, ...unsigned(1)];
  const exports = functions.map(({ name }, index) => [...text(name), 0x00, ...unsigned(index)]);
  const codes = functions.map((kernel) => sized(functionBody(kernel)));
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, list(types)),
    ...section(2, list([memory])),
    ...section(3, list(functions.map((_, index) => unsigned(index)))),
    ...section(7, list(exports)),
    ...section(10, list(codes)),
  ]);
}

function functionBody({ parameters, i32 = [], v128 = [], body }: KernelText): number[] {
  const locals = new Map([...parameters, ...i32, ...v128].map((name, index) => [name, index]));
  const declared = list([
    [...unsigned(i32.length), I32],
    [...unsigned(v128.length), V128],
  ]);
  const labels: string[] = [];
  const lines = body.split(/[\n;]/).map((line) => line.trim());
  const instructions = lines
    .filter((line) => line !== '')
    .flatMap((line) => instruction(line.split(/\s+/), locals, labels));
  return [...declared, ...instructions, 0x0b];
}

function instruction(
  [name, ...operands]: readonly string[],
  locals: ReadonlyMap<string, number>,
  labels: string[],
): number[] {
  const opcode = OPCODES[name];
  if (!opcode) throw new Error(`No such instruction: ${name}`);
  const immediates = immediateOf(opcode.immediate, operands, locals, labels);
  if (opcode.immediate === 'block') labels.unshift(operands[0]);
  if (name === 'end') labels.shift();
  return [...opcode.code, ...immediates];
}

function immediateOf(
  kind: Immediate,
  operands: readonly string[],
  locals: ReadonlyMap<string, number>,
  labels: readonly string[],
): number[] {
  switch (kind) {
    case 'none':
      return [];
    case 'local':
      return unsigned(found(locals.get(operands[0].slice(1)), operands[0]));
    case 'label':
      return unsigned(found(labels.indexOf(operands[0]), operands[0]));
    case 'block':
      return [EMPTY_BLOCK];
    case 'i32':
      return signed(Number(operands[0]));
    case 'memory':
      return [ALIGNMENT, ...unsigned(Number(operands[0] ?? 0))];
    case 'memory lane':
      return [ALIGNMENT, ...unsigned(Number(operands[0])), Number(operands[1])];
    default:
      return operands.map(Number);
  }
}

function found(index: number | undefined, name: string): number {
  if (index === undefined || index < 0) throw new Error(`No such name: ${name}`);
  return index;
}

/** LEB128 of a number that is not negative. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>>= 7;
  } while (value > 0);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  for (;;) {
    const low = value & 0x7f;
    value >>= 7;
    const isLast = (value === 0 && !(low & 0x40)) || (value === -1 && (low & 0x40) !== 0);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}

const sized = (bytes: readonly number[]): number[] => [...unsigned(bytes.length), ...bytes];
const section = (id: number, bytes: readonly number[]): number[] => [id, ...sized(bytes)];
const list = (items: readonly (readonly number[])[]): number[] => [
  ...unsigned(items.length),
  ...items.flat(),
];
const text = (name: string): number[] => sized([...new TextEncoder().encode(name)]);
