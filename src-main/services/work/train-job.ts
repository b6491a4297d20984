import type { JobHandler } from '../../jobs/job-handler.ts';
import { checkedInput, trainInput } from '../../jobs/job-inputs.ts';
import { train } from '../training/train.ts';
import { trainDefaults } from './train-defaults.ts';

/** What a training job results in. */
export interface TrainingResult {
  readonly examples: number;
  readonly tested: number;
  readonly accuracy: number;
  readonly macroF1: number;
  readonly report: string;
  readonly log: string;
  readonly model?: string;
  readonly seconds: number;
}

/**
 * Trains as `train` of the command line does. Runs lie in `out`: a killed job goes on from its last epoch.
 * @throws FileMissing, InvalidInput, StudyUnreadable, Cancelled
 */
export const trainJob: JobHandler = async (input, { abortSignal, report }): Promise<TrainingResult> => {
  const { data, models, modelVersion, preset, ...asked } = checkedInput(trainInput, input);
  const defaults = trainDefaults(preset);
  const result = await train(
    {
      ...defaults,
      ...asked,
      preset,
      mostWindows: asked.mostWindows ?? defaults.mostWindows,
      paths: data,
      models: modelVersion === undefined ? undefined : models,
      version: modelVersion ?? defaults.version,
      command: commandOf(checkedInput(trainInput, input)),
    },
    { abortSignal, onProgress: report },
  );
  const { scores } = result.test;
  return {
    examples: result.examples,
    tested: scores.examples,
    accuracy: scores.accuracy,
    macroF1: scores.macro.f1,
    report: result.report,
    log: result.log,
    model: result.model,
    seconds: result.seconds,
  };
};

type TrainArguments = ReturnType<typeof checkedInput<typeof trainInput>>;

/** The command line that does the same: it stands in the report and on the model's card, where folders are left out. */
function commandOf({ preset, foldsToRun, epochs, mostWindows, modelVersion }: TrainArguments): string {
  const options = {
    'run-folds': foldsToRun,
    epochs,
    'most-windows': mostWindows,
    'model-version': modelVersion,
  };
  const told = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${value}`],
  );
  return ['npm run -s cli -- train', `--preset ${preset}`, ...told, '--data DIR --out DIR'].join(' ');
}
