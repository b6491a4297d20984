import js from '@eslint/js';
import ts from 'typescript-eslint';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';

const PURE = ['domain', 'formats', 'dsp', 'simulate', 'network', 'api/contract'].map(
  (f) => `src-main/${f}/**/*.ts`,
);

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'test-output/', 'test/fixtures/', 'docs/'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    rules: {
      'no-undef': 'off',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-exports': 'off',
      eqeqeq: 'error',
      'prefer-const': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser }, globals: globals.browser },
  },
  {
    files: PURE,
    rules: {
      'no-restricted-globals': [
        'error',
        'process',
        'Buffer',
        'performance',
        'fetch',
        'setTimeout',
        'setInterval',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'PURE code draws from a seed: domain/random.ts.' },
        { object: 'Date', property: 'now', message: 'PURE code has no clock: take the time as an argument.' },
      ],
    },
  },
  {
    files: ['src-main/shells/**', 'test/**', '*.config.*'],
    rules: { 'no-console': 'off' },
  },
);
