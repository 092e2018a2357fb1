import type { Agent } from "node:http";
import { TOKEN } from "./provisioning.ts";
import { send } from "./wire.ts";
import type { WireAnswer } from "./wire.ts";

/** The one outlet that a hotel of tests has, where another is not named. */
const OUTLETS: Record<string, string> = { demo: "45454565682155" };

/** Below `/v1/properties/…`, unless the path says itself where the hotel or its outlet belongs. */
export function addressOf(propertyId: string, path: string): string {
  if (path.includes(":businessLocationId"))
    return path.replace(
      ":businessLocationId",
      OUTLETS[propertyId] ?? `of-${propertyId}`,
    );
  return path.includes(":propertyId")
    ? path.replace(":propertyId", propertyId)
    : `/v1/properties/${propertyId}${path}`;
}

/** A partner of one hotel: the management API below `/v1/properties/demo`. */
export function partnerOf(
  url: string,
  {
    token = TOKEN,
    propertyId = "demo",
    agent,
  }: { token?: string; propertyId?: string; agent?: Agent } = {},
): (
  method: string,
  path: string,
  options?: { body?: unknown; headers?: Record<string, string> },
) => Promise<WireAnswer> {
  return (method, path, { body, headers = {} } = {}) =>
    send(`${url}${addressOf(propertyId, path)}`, {
      method,
      ...(agent === undefined ? {} : { agent }),
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
}
