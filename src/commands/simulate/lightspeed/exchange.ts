import type { IncomingMessage, ServerResponse } from "node:http";

// How the stand-in hears and answers. It shares no code with the receiver's client: each reads the contract by itself.

export interface Heard {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface Said {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

const BODY_MAX = 1024 * 1024;

export async function hear(request: IncomingMessage): Promise<Heard> {
  const url = new URL(request.url ?? "/", "http://stand-in");
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) {
    body += chunk as string;
    if (body.length > BODY_MAX) throw new Error("too much was sent");
  }
  return {
    method: request.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body,
  };
}

export function say(response: ServerResponse, said: Said): void {
  const text = said.body === undefined ? "" : writeJson(said.body);
  response.writeHead(said.status, {
    ...(text === "" ? {} : { "content-type": "application/json" }),
    "content-length": String(Buffer.byteLength(text)),
    ...said.headers,
  });
  response.end(text);
}

/** A whole number of up to 64 bits, which is written without quotes and without losing a digit. */
export function digits(text: string): string {
  return `\u0000${text}`;
}

function writeJson(value: unknown): string {
  return JSON.stringify(value).replace(/"\\u0000(\d+)"/g, "$1");
}
