import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id, recordDetail, studySummary } from './record-schemas.ts';

export const listStudies = endpoint({
  method: 'GET',
  path: '/api/studies',
  summary: 'All studies with their records, newest import first',
  output: z.object({ studies: z.array(studySummary) }),
});

export const deleteStudy = endpoint({
  method: 'DELETE',
  path: '/api/studies/:studyId',
  summary: 'Deletes a study with its records, annotations and signals; the trail keeps that it was',
  params: z.object({ studyId: id }),
  body: z.object({ why: z.string().default('') }),
  errors: ['NotFound'],
});

export const getRecord = endpoint({
  method: 'GET',
  path: '/api/records/:recordId',
  summary: 'A record: its signals, warnings and annotation sets',
  params: z.object({ recordId: id }),
  output: recordDetail,
  errors: ['NotFound'],
});

export const setRecordStart = endpoint({
  method: 'POST',
  path: '/api/records/:recordId/start',
  summary:
    'Says which of the starts is meant that an ambiguous date leaves open; asked once, kept in the trail',
  params: z.object({ recordId: id }),
  body: z.object({ startTime: z.string().max(40) }),
  errors: ['NotFound', 'InvalidInput', 'Conflict'],
});

export const locateRecord = endpoint({
  method: 'GET',
  path: '/api/records/:recordId/files',
  summary:
    "Where a record's original files lie on the machine that holds the library (command line, file browser)",
  params: z.object({ recordId: id }),
  output: z.object({
    folder: z.string(),
    /** Relative to the folder, with /. */
    files: z.array(z.string()),
  }),
  errors: ['NotFound'],
});

const channelList = z
  .string()
  .regex(/^\d+(,\d+)*$/)
  .transform((text) => text.split(',').map(Number));

/** `0.5-40`, `30-250`, `-40`, `0.5-`: a band in Hz, either end open. */
export const band = z.string().regex(/^\d*\.?\d*-\d*\.?\d*$/);

export const getWindow = endpoint({
  method: 'GET',
  path: '/api/records/:recordId/window',
  summary: 'A window of traces at a power-of-two reduction, in the layout of window-bytes',
  params: z.object({ recordId: id }),
  query: z.object({
    channels: channelList,
    /** First sample index, a multiple of samplesPerColumn. */
    from: z.coerce.number().int().min(0),
    columns: z.coerce.number().int().min(1).max(65_536),
    /** 1, 2, 4 ... 2^20. */
    samplesPerColumn: z.coerce.number().int().min(1).max(1_048_576),
    /** Display filters, absent = off. They act on windows up to FILTERED_WINDOW_SECONDS; a wider one comes unfiltered and says so by its flags. */
    ecgBand: band.optional(),
    iegmBand: band.optional(),
    notch: z.coerce.number().min(1).max(1000).optional(),
  }),
  kind: 'bytes',
  errors: ['NotFound', 'StudyUnreadable'],
});

/** The widest window that display filters are computed for. */
export const FILTERED_WINDOW_SECONDS = 120;
