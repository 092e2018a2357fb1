import { createServer } from "node:http";
import { CommandFailure } from "../command-line.ts";

const PATIENCE_MS = 15 * 60_000;
const PAGE =
  "<!doctype html><title>Connected</title><p>Thank you. You can close this window.";

/** The first request to the path of the redirect address, on this machine alone; what it carries is not repeated. */
export async function listenForAnswer(
  port: number,
  redirectUri: string,
): Promise<URL> {
  const { pathname } = new URL(redirectUri);
  console.error(`Waiting for the browser on port ${port} …`);
  return new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      const url = URL.parse(request.url ?? "", redirectUri);
      if (request.method !== "GET" || url?.pathname !== pathname) {
        response.writeHead(404).end();
        return;
      }
      response
        .writeHead(200, {
          "content-type": "text/html; charset=utf-8",
          "content-security-policy": "default-src 'none'",
          "cache-control": "no-store",
          "referrer-policy": "no-referrer",
          connection: "close",
        })
        .end(PAGE, () => {
          stop();
          resolve(url);
        });
    });
    const late = setTimeout(() => {
      stop();
      reject(new CommandFailure("Nobody agreed in time; nothing was changed."));
    }, PATIENCE_MS);
    const stop = (): void => {
      clearTimeout(late);
      server.close();
    };
    server.once("error", (error) => {
      stop();
      reject(error);
    });
    server.listen(port, "127.0.0.1");
  });
}
