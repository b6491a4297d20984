import { redoStep, undoStep, type Step } from '../../services/annotations/undo-step.ts';
import { manoeuvreMeasures } from '../../services/measurements/manoeuvres.ts';
import { beatTable, measureAt } from '../../services/measurements/measure.ts';
import { addMark, changeMark, marksOf, removeMark } from '../../services/measurements/study-marks.ts';
import type { Workstation } from '../../services/workstation.ts';
import { windowOf } from './blind-window.ts';
import type { Handlers } from './handler.ts';

type MeasurementEndpoint =
  | 'getMeasurement'
  | 'getBeatTable'
  | 'listMarks'
  | 'addMark'
  | 'changeMark'
  | 'deleteMark'
  | 'undoStep'
  | 'redoStep'
  | 'measureManoeuvre';

/** The endpoints of `api/contract/measurements`. */
export function measurementHandlers(workstation: Workstation): Pick<Handlers, MeasurementEndpoint> {
  return {
    getMeasurement: ({ params, query }) => measureAt(workstation, params.setId, query.at, windowOf(query)),
    getBeatTable: ({ params, query }) =>
      beatTable(workstation, params.setId, query.from, query.to, windowOf(query)),
    listMarks: ({ params, query: { blind, ...window } }) => ({
      marks: marksOf(workstation, params.recordId, blind ? window : undefined),
    }),
    addMark: ({ params, body }) => addMark(workstation, params.recordId, body),
    changeMark: ({ params, body }) => changeMark(workstation, params.recordId, params.markId, body),
    deleteMark: ({ params }) => {
      removeMark(workstation, params.recordId, params.markId);
      return {};
    },
    undoStep: ({ params, body }) => stepAnswer(undoStep(workstation, params.recordId, body.setId)),
    redoStep: ({ params, body }) => stepAnswer(redoStep(workstation, params.recordId, body.setId)),
    measureManoeuvre: ({ body }) => ({ measures: manoeuvreMeasures(body) }),
  };
}

/** Lists that may be written to, as the contract's types have them. */
function stepAnswer({ labels, marks }: Step) {
  return { labels, marks: marks && { changed: [...marks.changed], removed: [...marks.removed] } };
}
