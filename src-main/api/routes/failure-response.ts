import { isPurkinjeError } from '../../domain/errors.ts';
import { STATUS_OF, type ErrorBody } from '../contract/errors.ts';

/** Where a bug's stack goes; gives the id that the user is shown. */
export interface Log {
  bug(error: unknown): string;
}

/** An expected failure as it is; a bug as `Internal` with a log id, its stack kept in the log. */
export function failureResponse(error: unknown, log: Log): Response {
  const body: ErrorBody = isPurkinjeError(error)
    ? { error: { code: error.code, message: error.message, place: error.place } }
    : internal(log.bug(error));
  return Response.json(body, { status: STATUS_OF[body.error.code] });
}

function internal(logId: string): ErrorBody {
  const message = `Something went wrong inside Purkinje. The log has the details under ${logId}.`;
  return { error: { code: 'Internal', message, logId } };
}
