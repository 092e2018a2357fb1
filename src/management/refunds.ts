import type { RefundRequest, RefundRule } from "../folios/refund-decision.ts";
import { AppError } from "../errors.ts";
import { formatDecimal } from "../money.ts";
import type { Idempotency } from "../store/contract/acts.ts";
import type { MadeRefund, RefundRefused } from "../store/contract/refunds.ts";
import { decimalsOf, pathParameter } from "./call.ts";
import type { Answer, Call, ManagementRoute } from "./call.ts";
import {
  idempotencyConflict,
  idempotencyFor,
  idempotencyKeyOf,
} from "./idempotency.ts";
import { bodyInvalid, readJsonBody } from "./json-body.ts";
import { listAction } from "./list-resource.ts";
import { moneyWriter } from "./present.ts";
import { presentMade, presentRefund } from "./present-refund.ts";
import { notFound } from "./problems.ts";
import { checkRefundBody, readRefundRequest } from "./refund-request.ts";

export const refundRoutes: ManagementRoute[] = [
  {
    template: "/v1/properties/:propertyId/refunds",
    methods: {
      GET: listAction("refunds", "read", presentRefund),
      POST: { scope: "write", act: refund },
    },
  },
  {
    template: "/v1/properties/:propertyId/refunds/:id",
    methods: { GET: { scope: "read", act: show } },
  },
];

async function show(call: Call): Promise<Answer> {
  const refundId = idOf(pathParameter(call, "id"));
  const { store } = call.door;
  const view =
    refundId === null ? null : await store.getRefund(call.propertyId, refundId);
  if (view === null) throw notFound();
  return { body: presentRefund(view, call) };
}

async function refund(call: Call): Promise<Answer> {
  const key = idempotencyKeyOf(call);
  const body = await readJsonBody(call, checkRefundBody);
  const read = readRefundRequest(body, decimalsOf(call));
  if ("faults" in read) throw bodyInvalid(read.faults);
  const externalKey = call.request.headers["idempotency-key"] as string;
  const asked = { ...read.asked, externalKey };
  const receipt = idOf(body.receiptId);
  if (receipt === null) throw noSuchReceipt({ pointer: "/receiptId" });
  const made = await makeRefund(call, receipt, asked, {
    idempotency: idempotencyFor(key, ["refunds", body]),
    ...OWN_DIALECT,
  });
  return {
    status: made.replayed ? 200 : 201,
    body: presentMade(made, call),
  };
}

/** How a dialect speaks of a refund. */
export interface RefundDialect {
  /** Its place for what the refund request calls `pointer`. */
  placeOf: (pointer: string) => Place;
  /** What it offers where a rule is broken, beside what the rule says itself. */
  remedies: Partial<Record<RefundRule, string>>;
}

type Place = { pointer: string } | { parameter: string };

const OUTSIDE = "settle it outside and send external: true";

const OWN_DIALECT: RefundDialect = {
  placeOf: (pointer) => ({ pointer }),
  remedies: { "folio-checked-out": OUTSIDE, "only-external": OUTSIDE },
};

/** One way to give back, whatever the dialect it is asked for in. */
export async function makeRefund(
  call: Call,
  receipt: bigint | string,
  asked: RefundRequest,
  by: RefundDialect & { idempotency: Idempotency | null },
): Promise<MadeRefund & { replayed: boolean }> {
  const { door, propertyId, actor } = call;
  const { idempotency } = by;
  const request = { actor, propertyId, receipt, asked, idempotency };
  const made = await door.store.makeRefund(request);
  if (made.kind === "done") return made;
  if (made.kind === "idempotency-conflict") throw idempotencyConflict(made);
  throw refused(made, call, by);
}

function refused(
  refusal: RefundRefused,
  call: Call,
  { placeOf, remedies }: RefundDialect,
): AppError {
  if (refusal.kind === "no-such-receipt")
    return noSuchReceipt(placeOf("/receiptId"));
  const { rule, left } = refusal;
  const remedy = remedies[rule];
  const detail =
    remedy === undefined ? refusal.detail : `${refusal.detail}: ${remedy}`;
  const money = moneyWriter(decimalsOf(call));
  const remaining =
    left === null
      ? {}
      : {
          remaining: {
            amount: money(left.amount),
            ...(left.quantity === null
              ? {}
              : { quantity: formatDecimal(left.quantity) }),
          },
        };
  return new AppError("refund_refused", "Nothing was given back.", {
    errors: [{ ...placeOf(refusal.pointer), detail, rule, ...remaining }],
  });
}

function noSuchReceipt(place: Place): AppError {
  const detail = "names no receipt of this property: take its receiptId";
  return new AppError(
    "not_found",
    "There is no such receipt, or the token may not see it.",
    { errors: [{ ...place, detail }] },
  );
}

const ID = /^[1-9]\d{0,18}$/;

/** Null: it cannot be one of ours. */
function idOf(text: string): bigint | null {
  const id = ID.test(text) ? BigInt(text) : null;
  return id !== null && id < 2n ** 63n ? id : null;
}
