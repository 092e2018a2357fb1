import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";

import { boundRest } from "./receive-body.ts";

const HEADERS_MAX_BYTES = 16 * 1024;
const HEADERS_MAX = 100;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than proxies keep theirs (60 s is usual), so that it is never we who close a connection in use. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;
const IDLE_CLOSED_EVERY_MS = 50;

export interface Listener {
  server: Server;
  start(place: { host: string; port: number }): Promise<AddressInfo>;
  /** Takes no new connections, lets requests in flight finish, and cuts what is left after the time given. */
  stop(timeoutMs: number): Promise<void>;
}

/** A server with bounds on what one sender can hold up. */
export function createListener(
  handler: RequestListener,
  options: { connectionsMax: number },
): Listener {
  const server = createServer(
    {
      maxHeaderSize: HEADERS_MAX_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      connectionsCheckingInterval: 1_000,
    },
    handler,
  );
  server.prependListener("request", boundRest);
  server.maxHeadersCount = HEADERS_MAX;
  server.maxConnections = options.connectionsMax;
  return {
    server,
    start: ({ host, port }) =>
      new Promise((resolve, reject) => {
        const failed = (error: Error): void => {
          reject(describeListenError(error, { host, port }));
        };
        server.once("error", failed);
        server.listen({ host, port }, () => {
          server.off("error", failed);
          resolve(server.address() as AddressInfo);
        });
      }),
    stop: (timeoutMs) =>
      new Promise((resolve) => {
        if (!server.listening) {
          resolve();
          return;
        }
        const sweep = setInterval(() => {
          server.closeIdleConnections();
        }, IDLE_CLOSED_EVERY_MS);
        const cut = setTimeout(() => {
          server.closeAllConnections();
        }, timeoutMs);
        server.close(() => {
          clearInterval(sweep);
          clearTimeout(cut);
          resolve();
        });
      }),
  };
}

/** Why there is no listening at a place, and what helps. */
function describeListenError(
  error: Error,
  { host, port }: { host: string; port: number },
): Error {
  switch ((error as { code?: unknown }).code) {
    case "EADDRINUSE":
      return new Error(
        `Port ${port} of ${host} is in use: stop what listens there, or choose another port.`,
        { cause: error },
      );
    case "EACCES":
      return new Error(
        `Port ${port} of ${host} may not be used by this user: choose one from 1024 up.`,
        { cause: error },
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new Error(
        `${host} is not an address of this machine: set HOST to one, or to 0.0.0.0 for all.`,
        { cause: error },
      );
    default:
      return error;
  }
}
