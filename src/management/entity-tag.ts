import { createHash } from "node:crypto";
import { AppError } from "../errors.ts";
import type { Call } from "./call.ts";

/**
 * A strong ETag: the version of what can be changed here, where there is one, and a digest of the answer. `If-Match` looks at
 * the version alone, `If-None-Match` at the whole.
 */
export function entityTag(body: Buffer, version?: string): string {
  const digest = createHash("sha256").update(body).digest("base64url");
  const prefix = version === undefined ? "" : `${version}.`;
  return `"${prefix}${digest.slice(0, 22)}"`;
}

/** The tag of an answer to a change: the version is known, what a GET would show is not. */
export function versionTag(version: string): string {
  return `"${version}"`;
}

/** Whether the caller has this very answer already. */
export function isFresh(call: Call, tag: string): boolean {
  const given = call.request.headers["if-none-match"];
  if (given === undefined) return false;
  return (
    given.trim() === "*" ||
    tagsIn(given).some((one) => one.replace(/^W\//, "") === tag)
  );
}

/**
 * The version the caller means to replace: `*` for any. `current` is asked for only where several are named. Throws
 * `precondition_missing` without the header.
 */
export async function requiredVersion(
  call: Call,
  current: () => Promise<string | null>,
): Promise<string> {
  const given = call.request.headers["if-match"];
  if (given === undefined || given.trim() === "") {
    throw new AppError(
      "precondition_missing",
      "Send the ETag of what you replace in If-Match, or * for whatever is there.",
      { errors: [{ header: "If-Match", detail: "is missing" }] },
    );
  }
  if (given.trim() === "*") return "*";
  // A weak tag never matches here (RFC 9110, 13.1.1).
  const versions = tagsIn(given)
    .filter((tag) => tag.startsWith('"'))
    .map((tag) => tag.slice(1, -1).split(".", 1)[0]!);
  const [only] = versions;
  if (only === undefined) throw versionMismatch();
  if (versions.length === 1) return only;
  const now = await current();
  return versions.find((version) => version === now) ?? only;
}

export function versionMismatch(): AppError {
  return new AppError(
    "precondition_failed",
    "It has another version now. Read it again, apply the change to that, and send its ETag.",
    { errors: [{ header: "If-Match", detail: "is not the version there is" }] },
  );
}

function tagsIn(header: string): string[] {
  return header.match(/(?:W\/)?"[^"]*"/g) ?? [];
}
