/** The devices that can be asked for. */
export const DEVICES = ['auto', 'cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;
export type Device = (typeof DEVICES)[number];

/** Who runs a program: onnxruntime, or TensorFlow.js with gradients of its own. */
export const ENGINES = ['onnx', 'tfjs'] as const;
export type Engine = (typeof ENGINES)[number];

/** Where a program really runs, what was asked for, and why they differ. */
export interface Placement {
  readonly device: Exclude<Device, 'auto'>;
  readonly asked: Device;
  readonly reason?: string;
}

/** Float values by name, row-major, in the program's shapes. */
export type Values = Readonly<Record<string, Float32Array>>;

/** A program ready to run. It owns the state; one run at a time. */
export interface ProgramRunner {
  readonly engine: Engine;
  readonly placement: Placement;
  /** Feeds one batch, advances the state, and returns the results. Throws `FeedMismatch`. */
  run(feeds: Values): Promise<Values>;
  /** A copy of the state. */
  readState(): Promise<Values>;
  /** Replaces the state; every slot must be given. Throws `FeedMismatch`. */
  writeState(state: Values): Promise<void>;
  dispose(): Promise<void>;
}
