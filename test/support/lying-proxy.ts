import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** One exchange with the server behind the proxy. */
export interface Exchange {
  method: string;
  /** With query. */
  path: string;
  body: string;
  /** What the server behind answers; may be called more than once, or never. */
  forward: (
    body?: string,
    headers?: Record<string, string>,
  ) => Promise<TruthfulAnswer>;
}

export interface TruthfulAnswer {
  status: number;
  body: string;
}

/** Stands in front of a real server and tells a till or a reader something else than it does. */
export async function startLyingProxy(
  target: string,
  lie: (exchange: Exchange) => Promise<TruthfulAnswer>,
): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    void (async () => {
      const body = await textOf(request);
      const method = request.method ?? "GET";
      const forward = async (
        changed = body,
        headers = {},
      ): Promise<TruthfulAnswer> => {
        const answer = await fetch(target + (request.url ?? "/"), {
          method,
          headers: { ...forwarded(request), ...headers },
          ...(method === "GET" ? {} : { body: changed }),
        });
        return { status: answer.status, body: await answer.text() };
      };
      const told = await lie({
        method,
        path: request.url ?? "/",
        body,
        forward,
      });
      response
        .writeHead(told.status, { "content-type": "application/json" })
        .end(told.body);
    })().catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function forwarded({ headers }: IncomingMessage): Record<string, string> {
  const names = [
    "accept",
    "authorization",
    "content-type",
    "x-lightspeed-idempotency-key",
  ];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
