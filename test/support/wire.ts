import { Agent, request } from "node:http";
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";

export interface WireAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  json: () => Record<string, unknown>;
}

/** Sends exactly these bytes and headers: no client adds a Content-Type or reads an error as a throw. */
export function send(
  url: string,
  options: {
    method?: string;
    /** In place of that of the address, and not put right. */
    path?: string;
    headers?: OutgoingHttpHeaders;
    body?: Buffer | string;
    agent?: Agent;
  } = {},
): Promise<WireAnswer> {
  const { method = "GET", path, headers = {}, body, agent } = options;
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method,
        headers,
        agent: agent ?? new Agent(),
        ...(path === undefined ? {} : { path }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            json: () => JSON.parse(text) as Record<string, unknown>,
          });
        });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}
