import { decimalsOf, pathParameter } from "./call.ts";
import type { Answer, Call, ManagementRoute } from "./call.ts";
import { idempotencyFor, optionalIdempotencyKeyOf } from "./idempotency.ts";
import { bodyInvalid, readJsonBody } from "./json-body.ts";
import { presentRetailRefund } from "./present-retail-refund.ts";
import { makeRefund } from "./refunds.ts";
import type { RefundDialect } from "./refunds.ts";
import {
  checkRetailRefundBody,
  readRetailRefund,
} from "./retail-refund-request.ts";

/** The refund payload of Lightspeed Retail: another dialect of the same refund. */
export const retailRefundRoutes: ManagementRoute[] = [
  {
    template: "/Account/:propertyId/Sale/:saleID/refund.json",
    methods: { POST: { scope: "write", act: refund } },
  },
];

async function refund(call: Call): Promise<Answer> {
  const key = optionalIdempotencyKeyOf(call);
  const body = await readJsonBody(call, checkRetailRefundBody);
  const decimals = decimalsOf(call);
  const read = readRetailRefund(body, decimals);
  if ("faults" in read) throw bodyInvalid(read.faults);
  const externalKey = call.request.get("idempotency-key") ?? null;
  const sale = pathParameter(call, "saleID");
  const made = await makeRefund(
    call,
    sale,
    { ...read.asked, externalKey },
    {
      placeOf: read.placeOf,
      remedies: remediesFor(call),
      idempotency:
        key === null
          ? null
          : idempotencyFor(key, ["retail-refunds", sale, body]),
    },
  );
  return {
    status: made.replayed ? 200 : 201,
    body: presentRetailRefund(made.refund, { body, read, decimals }),
  };
}

function remediesFor({ propertyId }: Call): RefundDialect["remedies"] {
  const outside = `settle it outside and say so with "external": true at POST /v1/properties/${propertyId}/refunds`;
  return {
    "folio-checked-out": outside,
    "only-external": outside,
    "payment-mismatch": "send payments that come to just that",
  };
}
