import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { PurkinjeError } from '../../domain/errors.ts';

export interface WebServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT`. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 alone.
 * @param port 0 takes any that is free
 * @param makeHandler called once the port is known, since the gate checks it
 * @throws PortInUse saying what to do
 */
export async function startServer(
  port: number,
  makeHandler: (port: number) => (request: Request) => Promise<Response>,
): Promise<WebServer> {
  const server = createServer();
  const bound = await listen(server, port);
  server.on('request', getRequestListener(makeHandler(bound)));
  return {
    port: bound,
    address: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** Tells before anything long is begun that a port can't be had. @throws PortInUse as `startServer` */
export async function requirePort(port: number): Promise<void> {
  const server = createServer();
  await listen(server, port);
  await new Promise((closed) => server.close(closed));
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((done, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => failed(explained(error, port)));
    server.listen(port, '127.0.0.1', () => done((server.address() as AddressInfo).port));
  });
}

function explained(error: NodeJS.ErrnoException, port: number): Error {
  const other = 'Name another with --port N, or --port 0 for any that is free.';
  if (error.code === 'EADDRINUSE')
    return new PurkinjeError('PortInUse', `Port ${port} is in use by another program. ${other}`);
  if (error.code === 'EACCES')
    return new PurkinjeError('PortInUse', `Port ${port} needs rights that this user does not have. ${other}`);
  return error;
}
