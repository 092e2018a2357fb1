import { connect, createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";

/** A line between an instance and its PostgreSQL server that can be cut, held or led elsewhere. */
export interface CuttingProxy {
  port: number;
  /** Where new connections go. */
  target: number;
  /** Cuts a connection when the server has answered a commit on it, before the answer arrives: this many times. */
  cutAfterCommit: number;
  /** Cuts a connection instead of passing its commit on: this many times. */
  cutBeforeCommit: number;
  /** Called instead of passing the next commit on, which then never arrives. */
  withCommit: (() => void) | null;
  /** Codes of errors that the next commits are answered with, one after the other; they are rolled back. */
  commitErrors: string[];
  /** Every connection at once. */
  cutAll(): void;
  close(): Promise<void>;
}

/** A query of nothing but COMMIT, as the driver sends it. */
const COMMIT = Buffer.from("COMMIT\0");
/** The server's word that it was done. */
const COMMITTED = Buffer.from("C\0\0\0\x0bCOMMIT\0");

const ROLLBACK = Buffer.from("Q\0\0\0\x0dROLLBACK\0");
const ROLLED_BACK = Buffer.from("C\0\0\0\x0dROLLBACK\0");

/** The server's word that a statement failed. */
function failed(code: string): Buffer {
  const fields = Buffer.from(`SERROR\0VERROR\0C${code}\0Mby a test\0\0`);
  const head = Buffer.from("E\0\0\0\0");
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

export async function startCuttingProxy(target: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connect(proxy.target, "127.0.0.1");
    let failure: string | undefined;
    const cut = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", cut);
      socket.on("close", () => {
        sockets.delete(socket);
        cut();
      });
    }
    client.on("data", (data) => {
      if (proxy.withCommit !== null && data.includes(COMMIT)) {
        const { withCommit } = proxy;
        proxy.withCommit = null;
        withCommit();
      } else if (proxy.cutBeforeCommit > 0 && data.includes(COMMIT)) {
        proxy.cutBeforeCommit--;
        cut();
      } else if (proxy.commitErrors.length > 0 && data.includes(COMMIT)) {
        failure = proxy.commitErrors.shift();
        upstream.write(ROLLBACK);
      } else upstream.write(data);
    });
    upstream.on("data", (data) => {
      if (proxy.cutAfterCommit > 0 && data.includes(COMMITTED)) {
        proxy.cutAfterCommit--;
        cut();
      } else if (failure !== undefined) {
        const rest = data.subarray(ROLLED_BACK.length);
        client.write(Buffer.concat([failed(failure), rest]));
        failure = undefined;
      } else client.write(data);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: CuttingProxy = {
    port: (server.address() as AddressInfo).port,
    target,
    cutAfterCommit: 0,
    cutBeforeCommit: 0,
    withCommit: null,
    commitErrors: [],
    cutAll: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
