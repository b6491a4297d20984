/** What can go wrong in the engine; callers translate it to their own failures. */
export type EngineErrorCode =
  | 'ShapeMismatch' // operands that do not fit each other: a fault of the network's definition
  | 'UnknownOperation' // an operation without a definition, gradient or kernel
  | 'FeedMismatch' // a batch whose tensors do not match the program's inputs
  | 'DeviceUnavailable' // the execution provider asked for is not usable here
  | 'PackageMissing'; // an optional package is not installed

/** An expected failure of the engine: `code` says which, `message` what to do. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'EngineError';
    this.code = code;
  }
}
