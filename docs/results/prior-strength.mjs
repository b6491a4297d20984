// What the runs of the table over cohorts would score if logits were adjusted by the class frequencies once more than in training:
// `node docs/results/prior-strength.mjs WORK FOLDER`, after `node docs/results/run.mjs cohorts WORK FOLDER`. No training: logits are shifted.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeRandom } from '../../src-main/domain/random.ts';
import { loadRequested } from '../../src-main/services/training/data-request.ts';
import { pairedMacroF1 } from '../../src-main/services/training/paired-f1.ts';
import { fitOptionsOf, splitOf } from '../../src-main/services/training/run-spec.ts';
import { joinCohorts, scoredMethod } from '../../src-main/services/training/scored-method.ts';
import { ClassAwareSampler } from '../../src-main/training/data/sampler.ts';
import { readCheckpoint } from '../../src-main/training/fit/checkpoint.ts';
import { classFeeds } from '../../src-main/training/fit/class-feeds.ts';

/** Chosen on other cohorts and subjects (docs/results.md). */
const MORE = 1;
const work = process.argv[2];
const { cohorts, methods } = JSON.parse(readFileSync(join(work, 'grid', 'compare-cohorts.json'), 'utf8'));

const runs = readdirSync(join(work, 'grid', 'runs'))
  .filter((file) => file.endsWith('.run'))
  .map((file) => readCheckpoint(join(work, 'grid', 'runs', file)))
  .filter(({ header }) => header.spec.data.paths.length === 1 && cohorts.includes(basename(header.spec.data.paths[0])));

/** The run as it would answer with its logits adjusted `times` times more. */
function adjusted(run, data, times) {
  const { spec } = run.header;
  const { samplerPower: power, samplerBySubject: bySubject } = fitOptionsOf(spec);
  const { train } = splitOf(data, spec);
  const sampler = new ClassAwareSampler(data.set, train, { power, bySubject }, makeRandom(1));
  const prior = classFeeds(data.set, train, sampler.distribution)['log-prior.rhythm'];
  const logits = run.vectors['logits.rhythm'].map((value, i) => value - times * prior[i % prior.length]);
  return { header: run.header, vectors: { ...run.vectors, 'logits.rhythm': logits } };
}

/** `[times][loss][cohort]`, scored on the fresh subjects. */
const scored = { 0: {}, [MORE]: {} };
for (const cohort of cohorts) {
  const request = { preset: 'leipzig', paths: [join(work, cohort)], testPaths: [join(work, 'final-test')], cache: join(work, 'cache') };
  const data = await loadRequested(request);
  for (const { name } of methods)
    for (const times of [0, MORE]) {
      const own = runs.filter(({ header: { spec } }) => spec.loss === name && basename(spec.data.paths[0]) === cohort);
      const method = { name, isLoss: true, runs: own.map((run) => adjusted(run, data, times)) };
      (scored[times][name] ??= []).push(scoredMethod(method, data, 'fresh'));
    }
}

const percent = (value) => (100 * value).toFixed(2);
const signed = (value) => `${value >= 0 ? '+' : ''}${percent(value)}`;
const mean = (list) => list.reduce((sum, { scores }) => sum + scores.macro.f1, 0) / list.length;
const paired = (a, b) => {
  const names = a.seeds[0].scores.classes.map(({ name }) => name);
  const { macro } = pairedMacroF1(a.seeds, b.seeds, a.subjects, names, { resamples: 1000, random: makeRandom(1), cohorts: a.cohorts });
  return `${signed(macro.mean)} (${signed(macro.low)} to ${signed(macro.high)})`;
};
const more = Object.fromEntries(methods.map(({ name }) => [name, joinCohorts(scored[MORE][name])]));
const lines = [
  '| method | macro F1 | adjusted once more | gain (95 %) | then less logit-adjusted so (95 %) |',
  '|---|---|---|---|---|',
  ...methods.map(({ name }) => {
    const plain = joinCohorts(scored[0][name]);
    const held = name === 'logit-adjusted' ? '' : paired(more[name], more['logit-adjusted']);
    return `| ${name} | ${percent(mean(plain.seeds))} | ${percent(mean(more[name].seeds))} | ${paired(more[name], plain)} | ${held} |`;
  }),
];
const said = `${cohorts.length} training cohorts, 120 fresh subjects, bootstrap by cohort and subject. **Simulated studies: no clinical evidence.**`;
writeFileSync(join(import.meta.dirname, 'prior-strength.md'), `${said}\n\n${lines.join('\n')}\n`);
console.log(lines.join('\n'));
