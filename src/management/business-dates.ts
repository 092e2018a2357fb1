import { AppError } from "../errors.ts";
import { isCalendarDate } from "../properties/business-date.ts";
import type {
  BusinessDateSummary as SummaryDocument,
  NightAudit,
} from "../schemas/generated.ts";
import type { BusinessDateSummary } from "../store/contract/business-dates.ts";
import { decimalsOf, pathParameter } from "./call.ts";
import type { Answer, Call, ManagementRoute } from "./call.ts";
import {
  idempotencyConflict,
  idempotencyFor,
  idempotencyKeyOf,
} from "./idempotency.ts";
import { listAction } from "./list-resource.ts";
import { nightAuditCsv } from "./night-audit/night-audit-csv.ts";
import { nightAuditPage } from "./night-audit/night-audit-page.ts";
import { instant, moneyWriter, optional } from "./present.ts";
import { notFound } from "./problems.ts";

export const businessDateRoutes: ManagementRoute[] = [
  {
    template: "/v1/properties/:propertyId/business-dates",
    methods: { GET: listAction("business-dates", "read", presentSummary) },
  },
  {
    template: "/v1/properties/:propertyId/business-dates/:date",
    methods: {
      GET: { scope: "read", parameters: ["format"], isLong: true, act: show },
    },
  },
  {
    template: "/v1/properties/:propertyId/business-dates/:date/close",
    methods: { POST: { scope: "write", act: close } },
  },
];

/** The report in the form asked for: JSON, or `format=csv`, or `format=html` for a page to print. */
async function show(call: Call): Promise<Answer> {
  const date = dateOf(call);
  const write = formatOf(call);
  const { store } = call.door;
  const report = await store.getBusinessDate(call.propertyId, date);
  if (report === null) throw notFound();
  return write(report);
}

const FORMATS: Readonly<Record<string, (report: NightAudit) => Answer>> = {
  json: (report) => ({ body: report }),
  csv: nightAuditCsv,
  html: nightAuditPage,
};

function formatOf({ query }: Call): (report: NightAudit) => Answer {
  const asked = query.get("format") ?? "json";
  const write = Object.hasOwn(FORMATS, asked) ? FORMATS[asked] : undefined;
  if (write !== undefined) return write;
  throw new AppError("parameter_invalid", "1 fault in the query.", {
    errors: [{ parameter: "format", detail: "must be json, csv or html" }],
  });
}

/** Earlier open dates are closed before it, each by itself: what was closed stays closed if this is cut. */
async function close(call: Call): Promise<Answer> {
  const idempotencyKey = idempotencyKeyOf(call);
  const businessDate = dateOf(call);
  const { door, propertyId, actor } = call;
  const idempotency = idempotencyFor(idempotencyKey, [
    "business-dates",
    propertyId,
    businessDate,
  ]);
  for (;;) {
    const outcome = await door.store.closeBusinessDate({
      actor,
      propertyId,
      businessDate,
      idempotency,
    });
    switch (outcome.kind) {
      case "closed":
        return { body: outcome.report };
      case "earlier-closed":
        break;
      case "beyond-today":
        throw new AppError(
          "date_not_begun",
          `The hotel's business date is ${outcome.today}: close that one, or wait until the other has begun.`,
          {
            errors: [
              {
                parameter: "date",
                detail: `must be ${outcome.today} or before`,
              },
            ],
          },
        );
      case "idempotency-conflict":
        throw idempotencyConflict(outcome);
    }
  }
}

function dateOf(call: Call): string {
  const date = pathParameter(call, "date");
  if (isCalendarDate(date)) return date;
  throw new AppError("parameter_invalid", "1 fault in the address.", {
    errors: [
      { parameter: "date", detail: "must be a calendar date, YYYY-MM-DD" },
    ],
  });
}

function presentSummary(
  view: BusinessDateSummary,
  call: Call,
): SummaryDocument {
  const money = moneyWriter(decimalsOf(call));
  return {
    businessDate: view.businessDate,
    status: view.status,
    closedAt: optional(view.closedAt, instant),
    closedBy: view.closedBy,
    gross: optional(view.gross, money),
    net: optional(view.net, money),
    tax: optional(view.tax, money),
    tips: optional(view.tips, money),
  };
}
