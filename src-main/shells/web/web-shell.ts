import { createApi } from '../../api/routes/create-api.ts';
import { createHandlers } from '../../api/routes/handlers.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { announcePresence, makeSecret } from '../../services/system/presence.ts';
import { rendererFolder } from '../../services/system/product.ts';
import type { Workstation } from '../../services/workstation.ts';
import { openGate, type Gate } from './gate.ts';
import { createWebHandler, enterPath } from './handler.ts';
import { startServer } from './server.ts';

/** Where the workstation answers unless told otherwise; a bookmark then stays good. */
const USUAL_PORT = 4747;

/** What a browser that was let in holds on to: its port and its cookie. */
export interface Entry {
  readonly port: number;
  readonly gate: Gate;
}

export interface WebShell {
  readonly entry: Entry;
  readonly address: string;
  /** A link that lets one browser in, once. */
  link(): string;
  /** Stops listening; the workstation stays open. */
  close(): Promise<void>;
}

/**
 * Serves an open workstation on 127.0.0.1.
 * @param port undefined: the usual one, or any that is free where that is taken; 0: any that is free
 * @param kept of the library that was served before: whoever was let in there is let in here
 * @throws PortInUse for a named port that is taken
 */
export async function openWebShell(
  workstation: Workstation,
  port: number | undefined,
  kept?: Entry,
): Promise<WebShell> {
  const { log } = workstation;
  const api = createApi(createHandlers(workstation), {
    log,
    checkOutput: process.env.PURKINJE_CHECK_OUTPUT === '1',
  });
  const joinSecret = makeSecret();
  let link = (): string => '';
  let entry: Entry;
  const makeHandler = (bound: number): ((request: Request) => Promise<Response>) => {
    const gate = kept?.gate ?? openGate(bound);
    entry = { port: bound, gate };
    link = () => `http://127.0.0.1:${bound}${enterPath(gate)}`;
    return createWebHandler({ api, gate, joinSecret, rendererFolder: rendererFolder(), log });
  };
  const server = await listen(kept?.port ?? port, makeHandler);
  workstation.library.announce(server.address);
  const withdraw = announcePresence(workstation.library.path, server.address, joinSecret);
  return {
    address: server.address,
    entry: entry!,
    link: () => link(),
    close: async () => {
      withdraw();
      await server.close();
    },
  };
}

async function listen(
  port: number | undefined,
  makeHandler: Parameters<typeof startServer>[1],
): ReturnType<typeof startServer> {
  if (port !== undefined) return startServer(port, makeHandler);
  try {
    return await startServer(USUAL_PORT, makeHandler);
  } catch (error) {
    if (error instanceof PurkinjeError && error.code === 'PortInUse') return startServer(0, makeHandler);
    throw error;
  }
}
