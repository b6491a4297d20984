import type { Command } from './command.ts';
import { classifyCommand } from './commands/classify.ts';
import { dateCommand } from './commands/date.ts';
import { detectCommand } from './commands/detect.ts';
import { doctorCommand } from './commands/doctor.ts';
import { dumpCommand } from './commands/dump.ts';
import { exportCommand } from './commands/export.ts';
import { importCommand } from './commands/import.ts';
import { listCommand } from './commands/list.ts';
import { prepareCommand } from './commands/prepare.ts';
import { serveCommand } from './commands/serve.ts';
import { showCommand } from './commands/show.ts';
import { simulateCommand } from './commands/simulate.ts';
import { trainCommand } from './commands/train.ts';
import { batchCommand } from './commands/batch.ts';
import { backupCommand } from './commands/backup.ts';
import { diagnosticsCommand } from './commands/diagnostics.ts';
import { eraseCommand } from './commands/erase.ts';
import { moveCommand } from './commands/move.ts';
import { restoreCommand } from './commands/restore.ts';
import { verifyCommand } from './commands/verify.ts';
import { reportCommand } from './commands/report.ts';
import { trailCommand } from './commands/trail.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { compareCommand } from './commands/compare.ts';
import { reproduceCommand } from './commands/reproduce.ts';

const ALL: readonly Command[] = [
  importCommand,
  listCommand,
  showCommand,
  dateCommand,
  detectCommand,
  classifyCommand,
  exportCommand,
  batchCommand,
  dumpCommand,
  simulateCommand,
  trainCommand,
  evaluateCommand,
  compareCommand,
  reproduceCommand,
  reportCommand,
  trailCommand,
  verifyCommand,
  backupCommand,
  restoreCommand,
  moveCommand,
  eraseCommand,
  diagnosticsCommand,
  serveCommand,
  doctorCommand,
  prepareCommand,
];

/** Every command of the command line, by name. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map(ALL.map((command) => [command.name, command]));
