/** The clinical rules are part of the language: the window says too why an interval is not given. */
export * from '../../domain/interval-rules.ts';
