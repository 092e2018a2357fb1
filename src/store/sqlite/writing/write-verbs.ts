import type { ChargeOutcome } from "../../../folios/charge-decision.ts";
import type { Store } from "../../store.ts";
import type { PackedCharge } from "../charge/packed-charge.ts";
import { TakeCharge } from "../charge/take-charge.ts";
import { KeepUnreadable } from "../keep-unreadable.ts";
import type { WriteContext } from "../write-context.ts";
import { Answered503 } from "./answered-503.ts";
import { ExpireKept } from "./expire.ts";
import type { Expired, Expiry } from "./expire.ts";
import { writeSteps } from "../../verbs/verbs.ts";
import type { WriteName, WriteRequest } from "../../verbs/verbs.ts";
import type { UnsureCharge } from "../../unsure-charge.ts";

type First<Verb extends keyof Store> = Store[Verb] extends (
  argument: infer Argument,
) => unknown
  ? Argument
  : never;
type Answer<Verb extends keyof Store> = Store[Verb] extends (
  ...args: never[]
) => Promise<infer Value>
  ? Value
  : never;

/** Every verb that writes, as it runs inside a transaction. */
export interface WriteVerbs {
  takeCharge(charge: PackedCharge, body: Uint8Array): ChargeOutcome;
  keepUnreadable(
    request: First<"keepUnreadable">,
    body: Uint8Array | null,
  ): Answer<"keepUnreadable">;
  /** A verb that both engines have. */
  perform(name: WriteName, request: WriteRequest<WriteName>): unknown;
  flagAnswered503(
    charges: UnsureCharge[],
  ): { propertyId: string; receiptId: bigint }[];
  expire(expiry: Expiry): Expired;
}

export type WriteVerb = keyof WriteVerbs;

/** A verb with what it was given. */
export interface WriteCall {
  verb: WriteVerb;
  args: unknown[];
}

export function createWriteVerbs(context: WriteContext): WriteVerbs {
  const charges = new TakeCharge(context);
  const unreadable = new KeepUnreadable(context);
  const answered = new Answered503(context);
  const kept = new ExpireKept(context);
  return {
    takeCharge: (charge, body) => charges.take(charge, body),
    keepUnreadable: (request, body) => unreadable.keep(request, body),
    perform: (name, request) => {
      const steps = writeSteps(name, request, context);
      const answer = context.runner.run(steps, (bill) => charges.repost(bill));
      context.settings.refresh();
      return answer;
    },
    flagAnswered503: (found) => answered.flag(found),
    expire: (expiry) => kept.expire(expiry),
  };
}
