import * as annotations from './annotations.ts';
import * as application from './application.ts';
import * as assignments from './assignments.ts';
import * as batch from './batch.ts';
import type { Endpoint } from './endpoint.ts';
import * as episodes from './episodes.ts';
import * as exports from './export.ts';
import * as families from './families.ts';
import * as house from './house.ts';
import * as labelSchema from './label-schema.ts';
import * as measurements from './measurements.ts';
import * as pages from './pages.ts';
import * as people from './people.ts';
import * as queue from './queue.ts';
import * as records from './records.ts';
import * as report from './report.ts';
import * as search from './search.ts';
import * as trail from './trail.ts';
import * as work from './work.ts';

/** Every endpoint by name: the routes must handle each, the client offers each. */
export const ENDPOINTS = {
  getStatus: application.getStatus,
  listModels: application.listModels,
  getSettings: application.getSettings,
  putSetting: application.putSetting,
  listStudies: records.listStudies,
  deleteStudy: records.deleteStudy,
  getRecord: records.getRecord,
  setRecordStart: records.setRecordStart,
  locateRecord: records.locateRecord,
  getWindow: records.getWindow,
  getAnnotations: annotations.getAnnotations,
  getPredictions: annotations.getPredictions,
  getProbabilities: annotations.getProbabilities,
  getSimilarBeats: annotations.getSimilarBeats,
  applyEdit: annotations.applyEdit,
  undoEdit: annotations.undoEdit,
  redoEdit: annotations.redoEdit,
  createSet: annotations.createSet,
  compareSets: annotations.compareSets,
  getAdjudication: annotations.getAdjudication,
  getFamilies: families.getFamilies,
  splitFamily: families.splitFamily,
  regroupFamilies: families.regroupFamilies,
  getQueue: queue.getQueue,
  getEpisodes: episodes.getEpisodes,
  getStimuli: episodes.getStimuli,
  getMeasurement: measurements.getMeasurement,
  getBeatTable: measurements.getBeatTable,
  listMarks: measurements.listMarks,
  addMark: measurements.addMark,
  changeMark: measurements.changeMark,
  deleteMark: measurements.deleteMark,
  undoStep: measurements.undoStep,
  redoStep: measurements.redoStep,
  measureManoeuvre: measurements.measureManoeuvre,
  getSetFile: exports.getSetFile,
  getSession: people.getSession,
  signIn: people.signIn,
  signOut: people.signOut,
  listPeople: people.listPeople,
  addPerson: people.addPerson,
  changePerson: people.changePerson,
  signSet: people.signSet,
  listSignatures: people.listSignatures,
  changePassword: people.changePassword,
  getTrail: trail.getTrail,
  searchTrail: trail.searchTrail,
  verifyTrail: trail.verifyTrail,
  makeReport: report.makeReport,
  printPage: pages.printPage,
  getAverageBeat: pages.getAverageBeat,
  listPatients: house.listPatients,
  erasePatient: house.erasePatient,
  mergePatients: house.mergePatients,
  moveStudy: house.moveStudy,
  backUpLibrary: house.backUpLibrary,
  restoreBackup: house.restoreBackup,
  finishMove: house.finishMove,
  openAnotherLibrary: house.openAnotherLibrary,
  checkLibrary: house.checkLibrary,
  getDiagnostics: house.getDiagnostics,
  listAssignments: assignments.listAssignments,
  assignStudies: assignments.assignStudies,
  beginReading: assignments.beginReading,
  finishReading: assignments.finishReading,
  reopenReading: assignments.reopenReading,
  withdrawAssignment: assignments.withdrawAssignment,
  getAgreement: assignments.getAgreement,
  getLabelSchema: labelSchema.getLabelSchema,
  changeLabelSchema: labelSchema.changeLabelSchema,
  startBatch: batch.startBatch,
  getBatch: batch.getBatch,
  stopBatch: batch.stopBatch,
  search: search.search,
  createConsensus: search.createConsensus,
  startImport: work.startImport,
  importAgain: work.importAgain,
  startSimulation: work.startSimulation,
  startTraining: work.startTraining,
  createUpload: work.createUpload,
  putUpload: work.putUpload,
  classifyRecord: work.classifyRecord,
  listJobs: work.listJobs,
  watchJob: work.watchJob,
  cancelJob: work.cancelJob,
} as const satisfies Record<string, Endpoint>;

export type Endpoints = typeof ENDPOINTS;
export type EndpointName = keyof Endpoints;
