import type { RefusedReceipt } from "../schemas/generated.ts";
import type { RefusedView } from "../store/contract/refused-receipts.ts";
import { decimalsOf, pathParameter } from "./call.ts";
import type { Answer, Call, ManagementRoute } from "./call.ts";
import { dismissRefused, repostRefused } from "./decide-refused.ts";
import { listAction } from "./list-resource.ts";
import { idText, instant, moneyWriter, optional, uuidText } from "./present.ts";
import { notFound } from "./problems.ts";
import { remedyFor } from "./refused-remedy.ts";

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
    template: "/v1/properties/:propertyId/refused-receipts/:id/repost",
    methods: { POST: { scope: "write", act: answering(repostRefused) } },
  },
  {
    template: "/v1/properties/:propertyId/refused-receipts/:id/dismiss",
    methods: { POST: { scope: "write", act: answering(dismissRefused) } },
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
  const { status, reason } = view;
  const isNobodys = status === "open" && reason === "reservation-not-named";
  const candidates = isNobodys
    ? await store.repostCandidates(call.propertyId, view.refusedId)
    : [];
  const body = {
    ...present(view, call),
    candidates: candidates.map(({ lastBillAt, ...known }) => ({
      ...known,
      lastBillAt: optional(lastBillAt, instant),
    })),
  } satisfies RefusedReceipt;
  return { body };
}

function answering(
  decide: (call: Call) => Promise<RefusedView>,
): (call: Call) => Promise<Answer> {
  return async (call) => ({ body: present(await decide(call), call) });
}

/** The only answer that shows a body; the store writes it into the trail. */
async function showBody(call: Call): Promise<Answer> {
  const { door, propertyId, actor } = call;
  const refusedId = pathParameter(call, "id");
  const act = { actor, propertyId, refusedId };
  const bytes = await door.store.getRefusedBody(act);
  if (bytes === null) throw notFound();
  const headers = { "Content-Type": "application/octet-stream" };
  return { bytes, headers };
}

function present(view: RefusedView, call: Call): RefusedReceipt {
  const money = moneyWriter(decimalsOf(call));
  return {
    id: String(view.refusedId),
    status: view.status,
    reason: view.reason,
    httpStatus: view.httpStatus,
    attempts: view.attempts,
    gross: optional(view.gross, money),
    reservationIds: view.reservationIds,
    unnamedCharges: view.unnamedCharges.map(({ key, amount, gratuity }) => ({
      key,
      amount: money(amount),
      gratuity: money(gratuity),
    })),
    businessLocationId: view.businessLocationId,
    receivedAt: instant(view.receivedAt),
    lastAttemptAt: optional(view.lastAttemptAt, instant),
    businessDate: view.businessDate,
    fiscId: view.fiscId,
    uuid: uuidText(view.uuid),
    sizeBytes: view.sizeBytes,
    faults: view.faults,
    receiptId: idText(view.receiptId),
    flags: view.flags,
    ageMinutes: ageMinutes(view, call),
    guests: view.guests,
    remedy: remedyFor(view),
    decision: optional(view.decision, ({ by, at, note }) => ({
      by,
      at: instant(at),
      note,
    })),
  };
}

const MINUTE_MS = 60_000;

/** Whole minutes for which it has waited; null: it waits no more. */
function ageMinutes(view: RefusedView, { door }: Call): number | null {
  if (view.status !== "open") return null;
  const waited = door.clock.now() - view.receivedAt;
  return Math.max(0, Math.floor(waited / MINUTE_MS));
}
