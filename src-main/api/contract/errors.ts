import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../../domain/errors.ts';

export const errorBody = z.object({
  error: z.object({
    code: z.enum(ERROR_CODES),
    message: z.string(),
    /** For `Internal`: what to look up in the log. */
    logId: z.string().optional(),
    place: z
      .object({
        file: z.string().optional(),
        byte: z.number().optional(),
        sampleIndex: z.number().optional(),
      })
      .optional(),
  }),
});
export type ErrorBody = z.infer<typeof errorBody>;

/** The HTTP status of each code. */
export const STATUS_OF: Readonly<Record<ErrorCode, number>> = {
  StudyUnreadable: 422,
  UnsupportedFormat: 415,
  FileMissing: 404,
  PathRefused: 403,
  StoreNewerThanApp: 409,
  StoreDamaged: 500,
  LibraryInUse: 409,
  LibraryNotFound: 404,
  DiskFull: 507,
  NotFound: 404,
  InvalidInput: 400,
  Conflict: 409,
  ModelMismatch: 422,
  ModelUnreadable: 422,
  DeviceUnavailable: 503,
  PortInUse: 409,
  NotAllowed: 403,
  JobFailed: 500,
  Cancelled: 499,
  Internal: 500,
};
