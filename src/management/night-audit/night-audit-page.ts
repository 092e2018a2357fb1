import { html } from "../../http/html.ts";
import type { Markup } from "../../http/html.ts";
import type { NightAudit } from "../../schemas/generated.ts";
import type { File } from "../call.ts";
import { STYLES_PATH } from "./styles.ts";
import { warningText } from "./warning-text.ts";

/** The report as a page to read and print. It runs nothing and loads nothing but its own style sheet. */
export function nightAuditPage(report: NightAudit): File {
  return {
    bytes: Buffer.from(page(report).text),
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy":
        "default-src 'none';style-src 'self';frame-ancestors 'none';base-uri 'none';form-action 'none'",
    },
  };
}

interface Section {
  id: string;
  title: string;
  body: Markup;
}

function page(report: NightAudit): Markup {
  const { propertyName, businessDate } = report;
  const sections = sectionsOf(report);
  // The page is four steps below the root, whatever stands before that: /v1/properties/…/business-dates/….
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Night audit ${businessDate}, ${propertyName}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="../../../..${STYLES_PATH}" />
      </head>
      <body>
        <header>
          <h1>Night audit ${businessDate}</h1>
          <p>
            ${propertyName} (${report.propertyId}). All amounts in
            ${report.currency}.
          </p>
          ${statusOf(report)}
        </header>
        <nav aria-label="Sections">
          <ul>
            ${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li> `)}
          </ul>
        </nav>
        <main>
          ${sections.map(
            ({ id, title, body }) =>
              html`<section aria-labelledby="${id}">
                <h2 id="${id}">${title}</h2>
                ${body}
              </section> `,
          )}
        </main>
        <footer>${trailOf(report)}</footer>
      </body>
    </html> `;
}

function statusOf({ status, closedAt, closedBy }: NightAudit): Markup {
  return status === "open"
    ? html`<p class="status">
        <strong>Open.</strong> These are the figures of this moment; more may
        come.
      </p>`
    : html`<p class="status">
        <strong>Closed</strong> at ${closedAt} by ${closedBy}. These figures do
        not change any more.
      </p>`;
}

function sectionsOf(report: NightAudit): Section[] {
  const { totals, receipts, refunds, comped, refused, warnings } = report;
  return [
    {
      id: "warnings",
      title: "To look at",
      body:
        warnings.length === 0
          ? html`<p>Nothing.</p>`
          : html`<ul>
              ${warnings.map((own) => html`<li>${warningText(own)}</li>`)}
            </ul>`,
    },
    {
      id: "totals",
      title: "Totals",
      body: table(
        "Totals of the day",
        ["", "Amount"],
        [
          ["Net", totals.net],
          ["Tax", totals.tax],
          ["Gross", totals.gross],
          ["of it service charge", totals.serviceCharge],
          ["of it refunds", totals.refunds],
          ["Tips, beside the gross", totals.tips],
          [
            `Receipts: ${receipts.sales} sales, ${receipts.reversals} reversals, ${receipts.zero} of nothing`,
            "",
          ],
        ],
      ),
    },
    {
      id: "methods",
      title: "Payment methods",
      body: table(
        "Gross and tips by payment method",
        ["Code", "Name", "Amount"],
        report.byPaymentMethod.map((own) => [
          own.methodCode ?? "none",
          own.methodCode === "IKPMS" ? "Room charges" : (own.methodName ?? ""),
          own.amount,
        ]),
      ),
    },
    {
      id: "rates",
      title: "Tax rates",
      body: table(
        "Gross by tax rate, in per cent",
        ["Rate", ...AMOUNTS],
        report.byTaxRate.flatMap((own) => [
          [own.rate ?? "no tax", own.net, own.tax, own.gross],
          ...(own.taxes.length < 2
            ? []
            : own.taxes.map(({ rate, amount }) => [
                `of it ${rate}`,
                "",
                amount,
                "",
              ])),
        ]),
      ),
    },
    {
      id: "codes",
      title: "Transaction codes",
      body: table(
        "Gross by transaction code",
        ["Code", ...AMOUNTS],
        report.byTransactionCode.map((own) => [
          own.transactionCode ?? "not mapped",
          own.net,
          own.tax,
          own.gross,
        ]),
      ),
    },
    {
      id: "outlets",
      title: "Outlets",
      body: table(
        "Gross and tips by outlet",
        ["Outlet", ...AMOUNTS, "Tips"],
        report.byOutlet.map((own) => [
          own.name ?? own.businessLocationId,
          own.net,
          own.tax,
          own.gross,
          own.tips,
        ]),
      ),
    },
    {
      id: "kinds",
      title: "Kinds",
      body: table(
        "Gross by kind of line",
        ["Kind", ...AMOUNTS],
        report.byKind.map((own) => [own.kind, own.net, own.tax, own.gross]),
      ),
    },
    {
      id: "refunds",
      title: "Refunds and comped lines",
      body: html`${table(
        "Refunds, part of the totals",
        ["", ...AMOUNTS, "Tips"],
        [["Refunds", refunds.net, refunds.tax, refunds.gross, refunds.tips]],
      )}
      ${table(
        "Lines that cost the guest nothing",
        ["", "Lines", "Before discount"],
        [
          [
            "Discounted entirely",
            String(comped.discounted.lines),
            comped.discounted.gross,
          ],
          ["Without a price", String(comped.withoutPrice.lines), ""],
        ],
      )}`,
    },
    {
      id: "refused",
      title: "Refused receipts",
      body: table(
        "Refused receipts and what became of them",
        ["", "Receipts", "Amount with tips"],
        Object.entries(refused).map(([state, { count, amount }]) => [
          state,
          String(count),
          amount,
        ]),
      ),
    },
  ];
}

const AMOUNTS = ["Net", "Tax", "Gross"];

/** The first column names the row. A table that is too wide for a screen scrolls by itself, also by keyboard. */
function table(caption: string, head: string[], rows: string[][]): Markup {
  if (rows.length === 0) return html`<p>Nothing.</p>`;
  return html`<div
    class="wide"
    role="region"
    aria-label="${caption}"
    tabindex="0"
  >
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, ...cells]) =>
            html`<tr>
              <th scope="row">${name!}</th>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

function trailOf({ trailHead }: NightAudit): Markup {
  return trailHead === null
    ? html`<p>The trail has no act yet.</p>`
    : html`<p>
        Head of the trail, for <code>audit --expect-head</code>:
        <code>${trailHead}</code>
      </p>`;
}
