import { MODEL_ELECTROGRAMS, SURFACE_LEADS } from '../domain/lead.ts';

/** One convolutional branch: a stem of stride 2 and residual blocks. */
export interface BranchConfig {
  /** Names of the channels, by which a record's signals are found; their number is the branch's input width. */
  readonly channels: readonly string[];
  readonly stem: { readonly filters: number; readonly kernel: number };
  /** Stride 2 unless told. The last block has `width` filters. */
  readonly blocks: readonly { readonly filters: number; readonly kernel: number; readonly stride?: 1 | 2 }[];
}

/** Classes of one softmax. The first head carries the contrastive loss. */
export interface HeadConfig {
  readonly name: string;
  readonly classes: readonly string[];
}

/** `multimodal` is the method; the others are the architecture baselines, on all channels side by side. */
export type Architecture = 'multimodal' | 'resnet' | 'inception';
export type Fusion = 'semantic-attention' | 'concatenation';
export type Activation = 'gelu' | 'silu';

/**
 * Every number of the network in one object (the method's source: arXiv 2509.19315; layer sizes are our own
 * reconstruction, the paper's are not published).
 */
export interface NetworkConfig {
  readonly architecture: Architecture;
  /** Samples in a window; a multiple of the branch's total stride. */
  readonly windowLength: number;
  /** One or both; absent: that modality is not used. */
  readonly ecg?: BranchConfig;
  readonly iegm?: BranchConfig;
  /** Width d of tokens and embedding. */
  readonly width: number;
  /** Of group normalisation. */
  readonly groups: number;
  readonly activation: Activation;
  readonly attentionHeads: number;
  readonly crossAttention: boolean;
  readonly fusion: Fusion;
  /** Hidden width of the semantic attention. */
  readonly semanticWidth: number;
  /** 0: no Transformer; the embedding is then the normalised mean over time. */
  readonly transformerLayers: number;
  readonly feedForward: number;
  /** Probability, in the branches (whole filters) and in the Transformer (single values). */
  readonly dropout: number;
  /** Number of physiological priors; 0 switches them off (the paper's network). */
  readonly priors: number;
  readonly priorWidth: number;
  /** Width of the contrastive embedding; 0: no projector. */
  readonly projection: number;
  readonly heads: readonly HeadConfig[];
}

const STEM = { filters: 32, kernel: 15 } as const;
const BLOCKS = [
  { filters: 64, kernel: 7 },
  { filters: 128, kernel: 5 },
  { filters: 128, kernel: 3 },
] as const;

/** The specified network: 12 leads and 7 electrograms of 512 samples, about 1 M parameters. */
export const REFERENCE_NETWORK: NetworkConfig = {
  architecture: 'multimodal',
  windowLength: 512,
  ecg: { channels: SURFACE_LEADS, stem: STEM, blocks: BLOCKS },
  iegm: { channels: MODEL_ELECTROGRAMS, stem: STEM, blocks: BLOCKS },
  width: 128,
  groups: 8,
  activation: 'gelu',
  attentionHeads: 4,
  crossAttention: true,
  fusion: 'semantic-attention',
  semanticWidth: 64,
  transformerLayers: 2,
  feedForward: 256,
  dropout: 0.1,
  priors: 0,
  priorWidth: 32,
  projection: 128,
  heads: [{ name: 'rhythm', classes: ['SR', 'AP', 'VP', 'AVNRT', 'AVRT', 'JR', 'ATR', 'AF', 'VR'] }],
};

/** A network for ECG leads alone, such as the two of mitdb; `changes` overrides any number. */
export function ecgNetwork(
  leads: readonly string[],
  heads: readonly HeadConfig[],
  changes: Partial<NetworkConfig> = {},
): NetworkConfig {
  const { iegm: _unused, ...rest } = REFERENCE_NETWORK;
  return { ...rest, ecg: { channels: leads, stem: STEM, blocks: BLOCKS }, heads, ...changes };
}

/** The ablations and baselines run side by side with the method. */
export const NETWORK_VARIANTS = {
  multimodal: (base: NetworkConfig): NetworkConfig => base,
  'ecg-only': ({ iegm: _iegm, ...base }: NetworkConfig): NetworkConfig => base,
  'iegm-only': ({ ecg: _ecg, ...base }: NetworkConfig): NetworkConfig => base,
  concatenation: (base: NetworkConfig): NetworkConfig => ({ ...base, fusion: 'concatenation' }),
  'no-transformer': (base: NetworkConfig): NetworkConfig => ({ ...base, transformerLayers: 0 }),
  resnet: (base: NetworkConfig): NetworkConfig => ({ ...base, architecture: 'resnet' }),
  inception: (base: NetworkConfig): NetworkConfig => ({ ...base, architecture: 'inception' }),
} as const;
export type NetworkVariant = keyof typeof NETWORK_VARIANTS;
