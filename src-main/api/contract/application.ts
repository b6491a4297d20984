import { z } from 'zod';
import { endpoint } from './endpoint.ts';

export const getStatus = endpoint({
  method: 'GET',
  path: '/api/status',
  summary: 'What is running: product, versions, library, models, shell',
  output: z.object({
    product: z.literal('Purkinje'),
    version: z.string(),
    contractVersion: z.number().int(),
    shell: z.enum(['electron', 'web', 'cli']),
    library: z.object({ name: z.string(), path: z.string(), freeBytes: z.number() }),
    /** Sentences about what is absent or fell back (no GPU, no model ...), for the status bar. */
    notices: z.array(z.string()),
  }),
});

export const modelSummary = z.object({
  id: z.string(),
  version: z.string(),
  title: z.string(),
  classes: z.array(z.string()),
  channels: z.array(z.string()),
  /** The card, Markdown. */
  card: z.string(),
  metrics: z.record(z.string(), z.number()),
  isDefault: z.boolean(),
});
export type ModelSummary = z.infer<typeof modelSummary>;

export const listModels = endpoint({
  method: 'GET',
  path: '/api/models',
  summary: 'Trained models that can classify',
  output: z.object({ models: z.array(modelSummary) }),
});

/** The renderer's and user's settings: channel sets, keys, theme, calibration, aliases, last place. Values are JSON. */
export const SETTING_KEYS = [
  'theme',
  'keys',
  'channelSets',
  'calibration',
  'filters',
  'scales',
  'panels',
  'channelAliases',
  'annotator',
  'lastPlace',
  'hints',
  'numbers',
  'reading',
  'studyList',
  'blindRecords',
  'channelColours',
] as const;
export const settingKey = z.enum(SETTING_KEYS);

export const getSettings = endpoint({
  method: 'GET',
  path: '/api/settings',
  summary: 'All settings',
  output: z.object({ settings: z.partialRecord(settingKey, z.unknown()) }),
});

export const putSetting = endpoint({
  method: 'PUT',
  path: '/api/settings/:key',
  summary: 'Keeps one setting',
  params: z.object({ key: settingKey }),
  body: z.object({ value: z.unknown() }),
});
