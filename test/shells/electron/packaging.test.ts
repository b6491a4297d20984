import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');
const builder = createRequire(join(ROOT, 'node_modules/app-builder-lib/package.json'));

interface Platform {
  readonly files: readonly string[];
  readonly icon: string;
}
interface Configuration {
  readonly npmRebuild: boolean;
  readonly extraMetadata: { readonly homepage: string };
  readonly files: readonly string[];
  readonly asarUnpack: readonly string[];
  readonly linux: Platform;
  readonly win: Platform;
  readonly mac: Platform;
}

interface Minimatch {
  match(path: string): boolean;
}

const yaml = builder('js-yaml') as { load(text: string): unknown };
const { Minimatch } = builder('minimatch') as {
  Minimatch: new (pattern: string, options: object) => Minimatch;
};
const configuration = yaml.load(readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8')) as Configuration;

const matches = (pattern: string, path: string): boolean => new Minimatch(pattern, { dot: true }).match(path);

/** The builder's own rule for node_modules: what a negative pattern names is left out. */
function isPacked(path: string, platform: Platform, arch: string): boolean {
  const negative = [...configuration.files, ...platform.files].filter((pattern) => pattern.startsWith('!'));
  return negative.every((pattern) => !matches(pattern.slice(1).replaceAll('${arch}', arch), path));
}

const isUnpacked = (path: string): boolean =>
  configuration.asarUnpack.some((pattern) => matches(pattern, path));

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(ROOT.length + 1)
        .replaceAll('\\', '/'),
    );
}

const ORT = 'node_modules/onnxruntime-node/bin/napi-v6';
const SQLITE = 'node_modules/better-sqlite3/prebuilds';
/** Each package that is built, and the folder and file that the native packages load on it. */
const TARGETS = [
  ['linux', 'x64', 'linux', 'linux-x64'],
  ['linux', 'arm64', 'linux', 'linux-arm64'],
  ['win', 'x64', 'win32', 'win32-x64'],
  ['mac', 'arm64', 'darwin', 'darwin-arm64'],
] as const;

describe('electron-builder.yml', () => {
  it("satisfies the builder's own schema", async () => {
    const { validateConfiguration } = builder('app-builder-lib/out/util/config/config.js') as {
      validateConfiguration(configuration: object, log: object): Promise<void>;
    };
    const { DebugLogger } = builder('builder-util') as { DebugLogger: new (on: boolean) => object };
    await validateConfiguration(structuredClone(configuration), new DebugLogger(false));
    const wrong = { ...configuration, asarUnpak: [] };
    await expect(validateConfiguration(wrong, new DebugLogger(false))).rejects.toThrow('asarUnpak');
  });

  it('tells what a deb is not built without', async () => {
    type Of<Result> = { prototype: Record<string, (this: object) => Promise<Result>> };
    const { AppInfo } = builder('app-builder-lib/out/appInfo.js') as { AppInfo: Of<string> };
    const { default: FpmTarget } = builder('app-builder-lib/out/targets/FpmTarget.js') as {
      default: Of<{ url: string }>;
    };
    const told = (extra: object): Promise<{ url: string }> => {
      const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as object;
      const info = { metadata: { ...own, ...extra }, repositoryInfo: Promise.resolve(null) };
      const address = { info, notNullDevMetadata: {} };
      const appInfo = { computePackageUrl: () => AppInfo.prototype.computePackageUrl.call(address) };
      const target = { packager: { appInfo, info }, options: configuration.linux };
      return FpmTarget.prototype.computeFpmMetaInfoOptions.call(target);
    };
    await expect(told({})).rejects.toThrow('homepage');
    expect((await told(configuration.extraMetadata)).url).toBe(configuration.extraMetadata.homepage);
  });

  it('compiles nothing', () => {
    expect(configuration.npmRebuild).toBe(false);
  });

  it.each(TARGETS)(
    '%s %s packs and unpacks what onnxruntime and SQLite load, and no other system',
    (name, arch, system, prebuild) => {
      const platform = configuration[name];
      const native = [...filesUnder(ORT), ...filesUnder(SQLITE)];
      const needed = native.filter(
        (path) => path.startsWith(`${ORT}/${system}/${arch}/`) || path === `${SQLITE}/${prebuild}.node`,
      );
      expect(needed.length).toBeGreaterThanOrEqual(3);
      for (const path of needed) {
        expect(isPacked(path, platform, arch), path).toBe(true);
        expect(isUnpacked(path), path).toBe(true);
      }
      const packed = native.filter((path) => isPacked(path, platform, arch));
      expect(packed.filter((path) => path.startsWith(ORT))).toEqual(
        needed.filter((path) => path.startsWith(ORT)),
      );
      const other = /(win32|darwin|linux)(musl)?[-/]/;
      expect(packed.filter((path) => other.exec(path)?.[1] !== system)).toEqual([]);
    },
  );

  it('every library that a package loads natively lies where a pattern unpacks it', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const native = Object.keys(dependencies)
      .flatMap((name) => filesUnder(`node_modules/${name}`))
      .filter((path) => /\.(node|dll|dylib|so(\.\d+)*)$/.test(path));
    expect(native.length).toBeGreaterThan(5);
    expect(native.filter((path) => !isUnpacked(path))).toEqual([]);
  });

  it('names icons that are there', () => {
    for (const platform of [configuration.linux, configuration.win, configuration.mac])
      expect(existsSync(join(ROOT, platform.icon))).toBe(true);
  });
});
