import { refuseMoved } from '../../services/house/move-library.ts';
import { requirePermission } from '../../services/people/permissions.ts';
import type { Workstation } from '../../services/workstation.ts';
import type { EndpointName } from '../contract/index.ts';
import { PERMISSIONS } from '../contract/permissions.ts';
import type { Handlers } from './handler.ts';
import { guardLabels } from './label-guard.ts';
import { guardReadings } from './reading-guard.ts';

type LooseHandler = (input: never, context: never) => unknown;

/** Each handler behind its permission. */
export function guarded(workstation: Workstation, handlers: Handlers): Handlers {
  const entries = Object.entries(handlers).map(([name, handler]) => {
    const permission = PERMISSIONS[name as EndpointName] ?? 'signed-in';
    const behind: LooseHandler = (input, context) => {
      requirePermission(workstation, permission);
      if (permission !== 'everybody' && name !== 'openAnotherLibrary') refuseMoved(workstation);
      if (permission !== 'everybody') guardReadings(workstation, name as EndpointName, input);
      guardLabels(workstation, name as EndpointName, input);
      return (handler as LooseHandler)(input, context);
    };
    return [name, behind];
  });
  return Object.fromEntries(entries) as Handlers;
}
