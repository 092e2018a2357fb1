import { InvalidArgumentError } from "commander";

export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError("Give a port from 1 to 65535.");
}

export function parseRedirectUri(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol) && url.hash === "")
    return text;
  throw new InvalidArgumentError(
    "Give an address such as https://example.com/connected.",
  );
}
