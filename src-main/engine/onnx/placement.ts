import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { EngineError } from '../errors.ts';
import type { Device, Placement } from '../program-runner.ts';
import { loadRuntime } from './runtime.ts';

export interface SessionChoice {
  readonly device: Device;
  /** Threads of one operation on the CPU; 0 or absent: one for each core. */
  readonly threads?: number;
  /** Fail instead of letting an operation that the device lacks run on the CPU. */
  readonly strict?: boolean;
  /** Write onnxruntime's profile to files that begin so. */
  readonly profile?: string;
}

export interface PlacedSession {
  readonly session: InferenceSession;
  readonly placement: Placement;
}

export type RealDevice = Placement['device'];

/** What `auto` tries, in order: the accelerators that the package carries for this system. */
function candidates(device: Device, carried: readonly string[]): RealDevice[] {
  if (device === 'cpu') return ['cpu'];
  if (device !== 'auto') return [device, 'cpu'];
  const order: RealDevice[] = ['cuda', 'dml', 'coreml', 'webgpu'];
  return [...order.filter((name) => carried.includes(name)), 'cpu'];
}

/**
 * On the CPU onnxruntime's fusion of Add and LayerNormalization is several times slower than the two operations
 * (version 1.30: one thread, 64 x 32 x 128 numbers, 1.0 against 0.2 ms).
 */
const SLOW_FUSIONS = 'SkipLayerNormFusion';

function optionsFor(
  device: RealDevice,
  choice: SessionChoice,
  extra: InferenceSession.SessionOptions,
): InferenceSession.SessionOptions {
  const strict = choice.strict && device !== 'cpu' ? { session: { disable_cpu_ep_fallback: '1' } } : {};
  const cpu = device === 'cpu' ? { optimization: { disable_specified_optimizers: SLOW_FUSIONS } } : {};
  return {
    ...extra,
    executionProviders: [device],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: choice.threads ?? 0,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
    ...(choice.profile ? { enableProfiling: true, profileFilePrefix: choice.profile } : {}),
    extra: { ...extra.extra, ...strict, ...cpu },
  };
}

interface Backend {
  readonly name: string;
  /** false: its library is fetched separately, and may be absent. */
  readonly bundled?: boolean;
}

/** Whether CUDA's library, which the install script fetches, lies beside the runtime's own. */
function cudaInstalled(): boolean {
  const root = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  const folder = join(root, 'bin', 'napi-v6', process.platform, process.arch);
  return existsSync(folder) && readdirSync(folder).some((name) => name.includes('providers_cuda'));
}

/** The providers this installation carries: `cpu` and whatever its binaries have. */
export async function carriedDevices(): Promise<string[]> {
  const { listSupportedBackends } = (await loadRuntime()) as unknown as {
    listSupportedBackends?: () => Backend[];
  };
  const backends = listSupportedBackends?.() ?? [{ name: 'cpu' }];
  return backends
    .filter(({ name, bundled }) => bundled !== false || (name === 'cuda' && cudaInstalled()))
    .map(({ name }) => name);
}

/** The runtime's message without the place in its sources. */
function plainReason(cause: unknown): string {
  const [line] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  return line!.replace(/^\/onnxruntime_src.* was false\. /, '');
}

/**
 * Opens a file on the device asked for, or, where that is not usable, on the CPU with the reason told in the
 * placement. With `strict` a device that was named is an error instead: `DeviceUnavailable`.
 * @param file the ONNX file, or what makes it for a device
 * @param extra session options by device, such as where outputs stay
 */
export async function openSession(
  file: Uint8Array | ((device: RealDevice) => Uint8Array),
  choice: SessionChoice,
  extra: (device: RealDevice) => InferenceSession.SessionOptions = () => ({}),
): Promise<PlacedSession> {
  const { InferenceSession } = await loadRuntime();
  const reasons: string[] = [];
  const asked = choice.device;
  for (const device of candidates(asked, await carriedDevices())) {
    try {
      const bytes = typeof file === 'function' ? file(device) : file;
      const session = await InferenceSession.create(bytes, optionsFor(device, choice, extra(device)));
      const reason = reasons.length > 0 ? reasons.join('; ') : undefined;
      return { session, placement: reason === undefined ? { device, asked } : { device, asked, reason } };
    } catch (cause) {
      if (device === 'cpu') throw cause;
      const message = plainReason(cause);
      if (choice.strict)
        throw new EngineError('DeviceUnavailable', `${device} is not usable: ${message}`, { cause });
      reasons.push(`${device} is not usable: ${message}`);
    }
  }
  throw new EngineError('DeviceUnavailable', `no device for ${asked}`);
}
