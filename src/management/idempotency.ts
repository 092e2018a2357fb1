import { createHash } from "node:crypto";
import { AppError } from "../errors.ts";
import type {
  Idempotency,
  IdempotencyConflict,
} from "../store/contract/acts.ts";
import type { Call } from "./call.ts";

const HEADER = "Idempotency-Key";
const KEY_SHAPE = /^[\x21-\x7e]{1,255}$/;

/**
 * The `Idempotency-Key` every POST needs, as a key of the token that asks: nobody is shown what was answered to another.
 * To be asked for before the body is read.
 */
export function idempotencyKeyOf(call: Call): string {
  const key = call.request.headers["idempotency-key"];
  if (typeof key !== "string" || key === "") {
    throw new AppError(
      "idempotency_key_missing",
      "Send a key of your own, such as a UUID, so that a repeat is not taken for a second request.",
      { errors: [{ header: HEADER, detail: "is missing" }] },
    );
  }
  if (KEY_SHAPE.test(key)) return `${call.actor.name}/${key}`;
  throw new AppError("idempotency_key_invalid", "1 fault in the headers.", {
    errors: [
      { header: HEADER, detail: "must be 1 to 255 visible ASCII characters" },
    ],
  });
}

/** Where clients of another dialect know of no key: null without one. */
export function optionalIdempotencyKeyOf(call: Call): string | null {
  const isGiven = call.request.headers["idempotency-key"] !== undefined;
  return isGiven ? idempotencyKeyOf(call) : null;
}

/** What makes a request the same as an earlier one with its key: all that it asks for, whatever the order of members. */
export function idempotencyFor(key: string, content: unknown): Idempotency {
  const text = JSON.stringify(content, inOrder);
  return {
    key,
    requestDigest: createHash("sha256").update(text).digest("hex"),
  };
}

function inOrder(_name: string, member: unknown): unknown {
  if (member === null || typeof member !== "object" || Array.isArray(member))
    return member;
  const named = Object.entries(member);
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function idempotencyConflict({ cause }: IdempotencyConflict): AppError {
  if (cause === "answer-unreadable")
    return new AppError(
      "answer_unreadable",
      "This request was done before, and nothing was done now. What was answered then is encrypted with an earlier SECRETS_KEY: read what it made, and send no new key.",
      { errors: [{ header: HEADER, detail: "is used already" }] },
    );
  return new AppError(
    "idempotency_conflict",
    "The same key came with another request before. Use a new key for a new request.",
    { errors: [{ header: HEADER, detail: "is used already" }] },
  );
}
