import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import { createServer as createHandle } from "node:net";
import type { AddressInfo, Server as Handle, Socket } from "node:net";

import { boundRest } from "./receive-body.ts";

const HEADERS_MAX_BYTES = 16 * 1024;
const HEADERS_MAX = 100;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than proxies keep theirs (60 s is usual), so that it is never we who close a connection in use. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;
const IDLE_CLOSED_EVERY_MS = 50;
/**
 * The event loop takes one connection a turn from each handle that listens (https://github.com/libuv/libuv/pull/3696). With a
 * single one, who comes in a rush waits at the door while those inside are served again and again. Linux shares the
 * connections to a port out among several handles; elsewhere there is one.
 */
const HANDLES = process.platform === "linux" ? 64 : 1;
/** Connections that wait to be taken, each handle: the system's own bound (`net.core.somaxconn`, 4096 on Linux) is the smaller one. */
const WAITING_MAX = 65_535;

export interface Place {
  host: string;
  /** 0: one that is free. */
  port: number;
}

export interface Listener {
  server: Server;
  start(place: Place): Promise<AddressInfo>;
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
  boundConnections(server, options.connectionsMax);
  const handles = [
    server,
    ...Array.from({ length: HANDLES - 1 }, () =>
      createHandle({ allowHalfOpen: true, noDelay: true }, (socket) =>
        server.emit("connection", socket),
      ),
    ),
  ];
  return {
    server,
    start: async (place) => {
      // Handles that share a port would share it with another server of this user, too.
      if (HANDLES > 1 && place.port !== 0) await assertFree(place);
      const address = await listen(server, place);
      const { port } = address;
      for (const handle of handles.slice(1))
        await listen(handle, { ...place, port });
      return address;
    },
    stop: async (timeoutMs) => {
      const sweep = setInterval(() => {
        server.closeIdleConnections();
      }, IDLE_CLOSED_EVERY_MS);
      const cut = setTimeout(() => {
        server.closeAllConnections();
      }, timeoutMs);
      await Promise.all(handles.map(close));
      clearInterval(sweep);
      clearTimeout(cut);
    },
  };
}

/** Who comes when there are as many is cut off at once. */
function boundConnections(server: Server, connectionsMax: number): void {
  let open = 0;
  server.on("connection", (socket: Socket) => {
    open += 1;
    socket.once("close", () => {
      open -= 1;
    });
    if (open > connectionsMax) socket.destroy();
  });
}

async function assertFree(place: Place): Promise<void> {
  const handle = createHandle((socket) => socket.destroy());
  await listen(handle, place, { shared: false });
  await close(handle);
}

function listen(
  handle: Handle,
  place: Place,
  { shared = HANDLES > 1 } = {},
): Promise<AddressInfo> {
  const { promise, resolve, reject } = Promise.withResolvers<AddressInfo>();
  const failed = (error: Error): void => {
    reject(describeListenError(error, place));
  };
  handle.once("error", failed);
  handle.listen({ ...place, backlog: WAITING_MAX, reusePort: shared }, () => {
    handle.off("error", failed);
    resolve(handle.address() as AddressInfo);
  });
  return promise;
}

/** Resolves when its last connection has ended. */
function close(handle: Handle): Promise<void> {
  return new Promise((resolve) => {
    if (handle.listening) handle.close(() => resolve());
    else resolve();
  });
}

/** Why there is no listening at a place, and what helps. */
function describeListenError(error: Error, { host, port }: Place): Error {
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
