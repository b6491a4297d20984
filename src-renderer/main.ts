import '@fontsource-variable/inter/wght.css';
import '@fontsource/jetbrains-mono/400.css';
import '@fontsource/jetbrains-mono/600.css';
import 'uplot/dist/uPlot.min.css';
import './theme/frame.css';
import './theme/form.css';
import { mount } from 'svelte';
import { createClient } from '../src-main/api/contract/client.ts';
import App from './app.svelte';

const api = createClient((url, init) => fetch(url, init));
// Canvas text is drawn once and never again: the fonts must be there before the first tile.
await Promise.all(
  ['600 11px "JetBrains Mono"', '10px "JetBrains Mono"'].map((font) => document.fonts.load(font)),
);
mount(App, { target: document.getElementById('app')!, props: { api } });
