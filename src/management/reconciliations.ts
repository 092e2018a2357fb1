import { AppError } from "../errors.ts";
import { businessDateOf, isCalendarDate } from "../properties/business-date.ts";
import type { ReconciliationView } from "../reconciliation/run.ts";
import type { DateRange } from "../reconciliation/stages.ts";
import { datesIn } from "../reconciliation/stages.ts";
import type { ReconciliationRequest } from "../schemas/generated.ts";
import { compileSchema } from "../schemas/schema.ts";
import type { Fault } from "../schemas/schema.ts";
import { pathParameter, propertyOf } from "./call.ts";
import type { Answer, Call, ManagementRoute } from "./call.ts";
import {
  idempotencyConflict,
  idempotencyFor,
  idempotencyKeyOf,
} from "./idempotency.ts";
import { bodyInvalid, readJsonBody } from "./json-body.ts";
import { listAction } from "./list-resource.ts";
import { notFound } from "./problems.ts";
import {
  presentItem,
  presentReconciliation,
  presentSummary,
} from "./present-reconciliation.ts";

export const reconciliationRoutes: ManagementRoute[] = [
  {
    template: "/v1/properties/:propertyId/reconciliations",
    methods: {
      GET: listAction("reconciliations", "read", presentSummary),
      POST: { scope: "write", act: reconcile },
    },
  },
  {
    template: "/v1/properties/:propertyId/reconciliations/:id",
    methods: { GET: { scope: "read", isLong: true, act: show } },
  },
  {
    template: "/v1/properties/:propertyId/reconciliations/:id/items",
    methods: {
      GET: listAction("reconciliation-items", "read", presentItem, {
        within: async (call) => ({
          kind: "clause",
          field: "reconciliationId",
          operator: "=",
          value: (await viewOf(call)).reconciliationId,
        }),
      }),
    },
  },
];

const checkRequest = compileSchema<ReconciliationRequest>(
  "ReconciliationRequest",
);

async function show(call: Call): Promise<Answer> {
  return { body: presentReconciliation(await viewOf(call), call) };
}

async function viewOf(call: Call): Promise<ReconciliationView> {
  const { store } = call.door;
  const id = pathParameter(call, "id");
  const view = await store.getReconciliation(call.propertyId, id);
  if (view === null) throw notFound();
  return view;
}

/** It runs on after the answer. */
async function reconcile(call: Call): Promise<Answer> {
  const key = idempotencyKeyOf(call);
  const body = await readJsonBody(call, checkRequest);
  const { door, propertyId, actor } = call;
  const range = rangeOf(body, call);
  const started = await door.store.startReconciliation({
    actor,
    propertyId,
    range,
    unlessSince: null,
    heals: body.dryRun !== true,
    idempotency: idempotencyFor(key, ["reconciliations", body]),
  });
  switch (started.kind) {
    case "idempotency-conflict":
      throw idempotencyConflict(started);
    case "not-set-up":
      throw new AppError(
        "lightspeed_not_set_up",
        "Give a business location its client for Lightspeed in the provisioning file, and connect it.",
      );
    case "not-due":
      throw new Error("who asks for it gets it in any case");
    case "started": {
      const view = await door.store.getReconciliation(
        propertyId,
        String(started.reconciliationId),
      );
      door.reconciliationStarted();
      return {
        status: started.replayed ? 200 : 201,
        body: presentReconciliation(view!, call),
      };
    }
  }
}

const DATES_MAX = 366;

/** One date or a range, none of them still to come. */
function rangeOf(body: ReconciliationRequest, call: Call): DateRange {
  const faults = faultsOf(
    body,
    businessDateOf(call.door.clock.now(), propertyOf(call)),
  );
  if (faults.length > 0) throw bodyInvalid(faults);
  const { businessDate } = body;
  return businessDate === undefined
    ? { from: body.from!, to: body.to! }
    : { from: businessDate, to: businessDate };
}

function faultsOf(body: ReconciliationRequest, today: string): Fault[] {
  const { dryRun: _, ...dates } = body;
  const given = Object.entries(dates) as [keyof typeof dates, string][];
  const fault = (pointer: string, fault: string, remedy: string): Fault => ({
    pointer,
    fault,
    remedy,
  });
  const bad = given.flatMap(([member, date]) => {
    if (!isCalendarDate(date))
      return [fault(`/${member}`, "is no calendar date", "give YYYY-MM-DD")];
    if (date <= today) return [];
    return [
      fault(`/${member}`, "has not begun", `give ${today} or an earlier one`),
    ];
  });
  if (bad.length > 0) return bad;
  const { businessDate, from, to } = body;
  if (businessDate !== undefined)
    return from === undefined && to === undefined
      ? []
      : [fault("/businessDate", "stands beside a range", "give one of both")];
  if (from === undefined || to === undefined)
    return [fault("", "names no dates", "give businessDate, or from and to")];
  if (from > to)
    return [fault("/from", "is after to", "give the earlier date first")];
  return datesIn({ from, to }).length > DATES_MAX
    ? [fault("/from", `begins more than ${DATES_MAX} days`, "ask for parts")]
    : [];
}
