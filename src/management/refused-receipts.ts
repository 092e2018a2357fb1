import type { RefusedReceipt } from "../schemas/generated.ts";
import type { RefusedView } from "../store/store.ts";
import { decimalsOf, pathParameter } from "./call.ts";
import type { Answer, Call, ManagementRoute } from "./call.ts";
import { listAction } from "./list-resource.ts";
import { idText, instant, moneyWriter, optional, uuidText } from "./present.ts";
import { notFound } from "./problems.ts";

export const refusedReceiptRoutes: ManagementRoute[] = [
  {
    template: "/v1/properties/:propertyId/refused-receipts",
    methods: { GET: listAction("refused-receipts", "read", present) },
  },
  {
    template: "/v1/properties/:propertyId/refused-receipts/:id",
    methods: { GET: { scope: "read", act: show } },
  },
  {
    template: "/v1/properties/:propertyId/refused-receipts/:id/body",
    methods: { GET: { scope: "admin", act: showBody } },
  },
];

async function show(call: Call): Promise<Answer> {
  const refusedId = pathParameter(call, "id");
  const { store } = call.door;
  const view = await store.getRefused(call.propertyId, refusedId);
  if (view === null) throw notFound();
  return { body: present(view, call) };
}

/** The only answer that shows a body; the store writes it into the trail. */
async function showBody(call: Call): Promise<Answer> {
  const { door, propertyId, actor } = call;
  const refusedId = pathParameter(call, "id");
  const act = { actor, propertyId, refusedId };
  const bytes = await door.store.getRefusedBody(act);
  if (bytes === null) throw notFound();
  return { bytes };
}

function present(view: RefusedView, call: Call): RefusedReceipt {
  return {
    id: String(view.refusedId),
    status: view.status,
    reason: view.reason,
    httpStatus: view.httpStatus,
    attempts: view.attempts,
    gross: optional(view.gross, moneyWriter(decimalsOf(call))),
    reservationIds: view.reservationIds,
    businessLocationId: view.businessLocationId,
    receivedAt: instant(view.receivedAt),
    lastAttemptAt: instant(view.lastAttemptAt),
    businessDate: view.businessDate,
    fiscId: view.fiscId,
    uuid: uuidText(view.uuid),
    sizeBytes: view.sizeBytes,
    faults: view.faults,
    receiptId: idText(view.receiptId),
    flags: view.flags,
  };
}
