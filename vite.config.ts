import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/** The window: `src-renderer/index.html` and what it loads, as static files in `dist/renderer`. */
export default defineConfig({
  root: resolve(import.meta.dirname, 'src-renderer'),
  base: '/',
  plugins: [svelte()],
  build: {
    outDir: resolve(import.meta.dirname, 'dist/renderer'),
    emptyOutDir: true,
    // Electron 45's Chromium and the browsers of the last two years.
    target: 'es2024',
    // A strict content security policy allows no inlined scripts; fonts may be data: but gain nothing by it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
    // How long plugins take is no fault of the build.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
