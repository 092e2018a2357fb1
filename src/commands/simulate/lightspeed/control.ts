import type { Heard, Said } from "./exchange.ts";
import type { Grants } from "./grants.ts";
import type { Mishap, Mishaps } from "./mishaps.ts";
import type { RecordedSale } from "./recorded-sale.ts";
import type { SalesBook } from "./sales-book.ts";

/** What of a stand-in can be told to happen. */
interface Controlled {
  grants: Grants;
  mishaps: Mishaps;
  heard: readonly string[];
  access: (api: "v1" | "v2") => Record<string, string>;
  book: (locationId: string) => SalesBook;
}

interface Correction {
  fiscId: string;
  /** Of the correction, an account of its own. */
  as: string;
  type: "UPDATE" | "CANCEL";
  correctedAt: number;
  payments?: RecordedSale["payments"];
}

/**
 * What no Lightspeed has: `POST /stand-in/…` makes something happen, so that a person or another process can play with
 * it. Null when this is another address.
 */
export function controlStandIn(
  standIn: Controlled,
  { method, path, body, query }: Heard,
): Said | null {
  if (!path.startsWith("/stand-in/")) return null;
  if (method === "GET" && path === "/stand-in/access") {
    const api = query.get("api") === "v1" ? "v1" : "v2";
    return { status: 200, body: standIn.access(api) };
  }
  if (method === "GET" && path === "/stand-in/heard")
    return { status: 200, body: standIn.heard };
  if (method !== "POST") return { status: 405 };
  const place = /^\/stand-in\/locations\/(\d+)\/(\w+)$/.exec(path);
  const given = (body === "" ? {} : JSON.parse(body)) as unknown;
  if (place === null) return controlAll(standIn, path, given);
  const [, location, what] = place as unknown as [string, string, string];
  switch (what) {
    case "sales":
      for (const sale of given as RecordedSale[])
        standIn.book(location).record(sale);
      return DONE;
    case "corrections":
      return correct(standIn, location, given as Correction);
    case "complete": {
      const { date, isComplete } = given as {
        date: string;
        isComplete: boolean;
      };
      standIn.book(location).tellComplete(date, isComplete);
      return DONE;
    }
    default:
      return { status: 404 };
  }
}

function controlAll(standIn: Controlled, path: string, given: unknown): Said {
  switch (path) {
    case "/stand-in/mishaps":
      standIn.mishaps.add(given as Mishap);
      return DONE;
    case "/stand-in/end-access":
      standIn.grants.endAccess();
      return DONE;
    case "/stand-in/end-grants":
      standIn.grants.endGrants();
      return DONE;
    default:
      return { status: 404 };
  }
}

/** The back office changes payments or cancels: another account that goes back to the first. */
function correct(
  standIn: Controlled,
  location: string,
  { fiscId, as, type, correctedAt, payments }: Correction,
): Said {
  const book = standIn.book(location);
  const sale = book.find(fiscId);
  if (sale === undefined) return { status: 404 };
  book.record({
    ...sale,
    fiscId: as,
    receiptId: null,
    initialAccountId: sale.initialAccountId,
    previousAccountId: fiscId,
    uuid: Buffer.from(as.padEnd(16, "0").slice(0, 16)).toString("base64"),
    type,
    cancelled: type === "CANCEL",
    payments: payments ?? sale.payments,
    correctedAt,
  });
  return DONE;
}

const DONE: Said = { status: 200, body: { done: true } };
