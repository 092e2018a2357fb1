import { TOKEN } from "./provisioning.ts";
import { send } from "./wire.ts";
import type { WireAnswer } from "./wire.ts";

/** A partner of one hotel: the management API below `/v1/properties/demo`. */
export function partnerOf(
  url: string,
  { token = TOKEN, propertyId = "demo" } = {},
): (
  method: string,
  path: string,
  options?: { body?: unknown; headers?: Record<string, string> },
) => Promise<WireAnswer> {
  return (method, path, { body, headers = {} } = {}) =>
    send(`${url}/v1/properties/${propertyId}${path}`, {
      method,
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
