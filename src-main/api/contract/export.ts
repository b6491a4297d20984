import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id } from './record-schemas.ts';

export const getSetFile = endpoint({
  method: 'GET',
  path: '/api/annotation-sets/:setId/file',
  summary: 'A set as a file, losslessly by sample index: WFDB .atr with custom symbols, CSV or JSON',
  params: z.object({ setId: id }),
  query: z.object({ format: z.enum(['atr', 'csv', 'json']) }),
  kind: 'bytes',
  errors: ['NotFound'],
});
