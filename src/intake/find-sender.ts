import { findApiKeys } from "../receipts/read-body.ts";
import type { BodyReading } from "../receipts/read-body.ts";
import type { KeyLookup, KeyOwner } from "./key-owner.ts";

/** Who sent a receipt, by the key in it. */
export interface Sender {
  key: string;
  owner: KeyOwner;
}

/**
 * The key of a charge is the member `apiKey` of its body. In a body that cannot be read it is the one value that all
 * its `"apiKey"` members have: two different ones are nobody's. Null: there is none, or it is not known here.
 */
export function findSender(
  body: Buffer,
  reading: BodyReading | null,
  keys: KeyLookup,
): Sender | null {
  const key =
    reading?.kind === "read"
      ? memberOf(reading.request, "apiKey")
      : theOnlyOne(findApiKeys(body));
  if (typeof key !== "string" || key === "") return null;
  const owner = keys.findApiKey(key);
  return owner === null ? null : { key, owner };
}

function memberOf(request: unknown, name: string): unknown {
  if (typeof request !== "object" || request === null) return undefined;
  return Object.hasOwn(request, name)
    ? (request as Record<string, unknown>)[name]
    : undefined;
}

function theOnlyOne(values: string[]): string | undefined {
  return values.length === 1 ? values[0] : undefined;
}
