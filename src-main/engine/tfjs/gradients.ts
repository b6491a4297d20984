import { registerHooks } from 'node:module';

/**
 * TensorFlow's gradients for the plain JavaScript build. `@tensorflow/tfjs-core` keeps them out of its Node bundle, in
 * `dist/register_all_gradients.js`: modules whose imports lack `.js`, which Node does not resolve. For the time of
 * this one import the missing endings are supplied. The registry they write to is global, shared with the bundle.
 */
export async function registerGradients(): Promise<void> {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const own = context.parentURL?.includes('/@tensorflow/tfjs-core/dist/') && specifier.startsWith('.');
      if (!own || specifier.endsWith('.js')) return next(specifier, context);
      try {
        return next(`${specifier}.js`, context);
      } catch {
        return next(`${specifier}/index.js`, context);
      }
    },
  });
  try {
    const module: string = '@tensorflow/tfjs-core/dist/register_all_gradients.js';
    await import(module);
  } finally {
    hooks.deregister();
  }
}
