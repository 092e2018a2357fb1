import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import { CommandFailure } from "../command-line.ts";

const PATIENCE_MS = 15 * 60_000;

/**
 * The answer to a request for a grant: the first one to the path of the redirect address, on this machine alone, that has
 * the state of the request. Any page in the browser could send another, which is refused and not waited for less. What
 * it carries is not repeated.
 */
export async function listenForAnswer(
  port: number,
  { redirectUri, state }: { redirectUri: string; state: string },
): Promise<URL> {
  const { pathname } = new URL(redirectUri);
  return new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      const url = URL.parse(request.url ?? "", redirectUri);
      if (request.method !== "GET" || url?.pathname !== pathname) {
        response.writeHead(404).end();
        return;
      }
      if (url.searchParams.get("state") !== state) {
        show(
          response,
          400,
          "This does not belong to the request of the command.",
        );
        return;
      }
      show(
        response,
        200,
        "Thank you. The command says what came of it.",
        () => {
          stop();
          resolve(url);
        },
      );
    });
    const late = setTimeout(() => {
      stop();
      reject(new CommandFailure("Nobody agreed in time; nothing was changed."));
    }, PATIENCE_MS);
    const stop = (): void => {
      clearTimeout(late);
      server.close();
    };
    server.once("error", (error: NodeJS.ErrnoException) => {
      stop();
      reject(
        error.code === "EADDRINUSE"
          ? new CommandFailure(
              `Port ${port} is in use by another program.`,
              "Give --listen another one, to which the redirect address leads.",
            )
          : error,
      );
    });
    server.listen(port, "127.0.0.1", () => {
      console.error(`Waiting for the browser on port ${port} …`);
    });
  });
}

function show(
  response: ServerResponse,
  status: number,
  text: string,
  shown?: () => void,
): void {
  response
    .writeHead(status, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      connection: "close",
    })
    .end(`<!doctype html><title>Lightspeed</title><p>${text}`, shown);
}
