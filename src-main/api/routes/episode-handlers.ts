import { listEpisodes } from '../../services/episodes/episodes.ts';
import { refractoryPeriods } from '../../services/episodes/refractory-periods.ts';
import { listStimuli } from '../../services/episodes/stimuli.ts';
import type { Workstation } from '../../services/workstation.ts';
import { windowOf } from './blind-window.ts';
import type { Handlers } from './handler.ts';

/** The endpoints of `api/contract/episodes`. */
export function episodeHandlers(workstation: Workstation): Pick<Handlers, 'getEpisodes' | 'getStimuli'> {
  return {
    getEpisodes: ({ params: { setId } }) => ({
      setId,
      revision: workstation.revisions.of(setId),
      episodes: listEpisodes(workstation, setId),
    }),
    getStimuli: async ({ params, query }) => {
      const stimuli = await listStimuli(workstation, params.recordId, query.setId, windowOf(query));
      return { stimuli, refractory: refractoryPeriods(stimuli) };
    },
  };
}
