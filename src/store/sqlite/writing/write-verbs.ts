import type { Charge, ChargeOutcome } from "../../../folios/charge-decision.ts";
import type { Store } from "../../store.ts";
import { TakeCharge } from "../charge/take-charge.ts";
import { KeepUnreadable } from "../keep-unreadable.ts";
import { ApiKeyWriter } from "../management/api-keys.ts";
import { ReservationWriter } from "../management/change-reservations.ts";
import { ProvisionWriter } from "../management/provision.ts";
import { PropertyWriter } from "../management/put-property.ts";
import { RefusedBodyReader } from "../management/read-refused-body.ts";
import type { WriteContext } from "../write-context.ts";
import { Answered503 } from "./answered-503.ts";
import { ExpireBodies } from "./expire-bodies.ts";
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
  takeCharge(charge: Charge, body: Uint8Array): ChargeOutcome;
  keepUnreadable(
    request: First<"keepUnreadable">,
    body: Uint8Array | null,
  ): Answer<"keepUnreadable">;
  putProperty(change: First<"putProperty">): Answer<"putProperty">;
  issueApiKey(request: First<"issueApiKey">): Answer<"issueApiKey">;
  revokeApiKey(change: First<"revokeApiKey">): Answer<"revokeApiKey">;
  changeReservations(
    change: First<"changeReservations">,
  ): Answer<"changeReservations">;
  provision(plan: First<"provision">): Answer<"provision">;
  getRefusedBody(act: First<"getRefusedBody">): Uint8Array | null;
  flagAnswered503(
    charges: UnsureCharge[],
  ): { propertyId: string; receiptId: bigint }[];
  expireBodies(before: number): { expired: number; more: boolean };
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
  const properties = new PropertyWriter(context);
  const keys = new ApiKeyWriter(context);
  const reservations = new ReservationWriter(context);
  const provisioning = new ProvisionWriter(context, {
    properties,
    keys,
    reservations,
  });
  const bodies = new RefusedBodyReader(context);
  const answered = new Answered503(context);
  const expiry = new ExpireBodies(context);
  return {
    takeCharge: (charge, body) => charges.take(charge, body),
    keepUnreadable: (request, body) => unreadable.keep(request, body),
    putProperty: (change) => properties.put(change),
    issueApiKey: (request) => keys.issue(request),
    revokeApiKey: (change) => keys.revoke(change),
    changeReservations: (change) => reservations.change(change),
    provision: (plan) => provisioning.provision(plan),
    getRefusedBody: (act) => bodies.read(act),
    flagAnswered503: (found) => answered.flag(found),
    expireBodies: (before) => expiry.expire(before),
  };
}
