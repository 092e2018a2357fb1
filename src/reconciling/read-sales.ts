import { setImmediate as aTurn } from "node:timers/promises";
import type {
  Sale,
  SalesPage,
  SalesPosition,
} from "../lightspeed/financial-api.ts";
import type { ComparedSale } from "../reconciliation/comparison.ts";
import { comparedSale } from "./compared-sale.ts";

/** A sale with what is compared of it. */
export interface ReadSale {
  sale: Sale;
  compared: ComparedSale;
}

interface ReadPage {
  sales: ReadSale[];
  /** Null: that was the last. */
  next: SalesPosition | null;
}

/** Then others have their turn: the same thread answers tills. */
const READ_AT_ONCE = 100;

/** Pages of sales; the next one is asked for and read while one is worked on. */
export function readSales(
  pages: AsyncIterable<SalesPage>,
  decimals: number,
): AsyncGenerator<ReadPage> {
  return oneAhead(readPages(pages, decimals));
}

async function* readPages(
  pages: AsyncIterable<SalesPage>,
  decimals: number,
): AsyncGenerator<ReadPage> {
  for await (const { sales, next } of pages) {
    const read: ReadSale[] = [];
    for (const sale of sales) {
      if (read.length % READ_AT_ONCE === 0) await aTurn();
      read.push({ sale, compared: comparedSale(sale, decimals) });
    }
    yield { sales: read, next };
  }
}

/** One item more is in memory, never two. */
async function* oneAhead<Item>(
  items: AsyncIterable<Item>,
): AsyncGenerator<Item> {
  const source = items[Symbol.asyncIterator]();
  let next = source.next();
  try {
    for (;;) {
      const given = await next;
      if (given.done === true) return;
      next = source.next();
      // Who goes on hears of it; nobody else has to.
      next.catch(() => undefined);
      yield given.value;
    }
  } finally {
    source.return?.().catch(() => undefined);
  }
}
