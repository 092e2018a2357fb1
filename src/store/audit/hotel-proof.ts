import { formatMinor } from "../../money.ts";
import type { Minor } from "../../money.ts";
import type { Breach, Findings, Violation } from "./findings.ts";
import type { HotelReader } from "./hotel-reader.ts";

/** What is known of a hotel while its books are proved. */
export interface AuditedHotel {
  propertyId: string;
  /** Decimals of its currency. */
  decimals: number;
  /** Ids of its business locations, retired ones too. */
  locations: ReadonlySet<string>;
  /** When each closed business date was closed; milliseconds UTC. */
  closedDates: ReadonlyMap<string, bigint>;
}

/** Reads one hotel's rows, and says what is wrong with them. */
export class HotelProof {
  readonly hotel: AuditedHotel;
  readonly reader: HotelReader;
  readonly #findings: Findings;

  constructor(hotel: AuditedHotel, reader: HotelReader, findings: Findings) {
    this.hotel = hotel;
    this.reader = reader;
    this.#findings = findings;
  }

  /** Says it unless it holds. The texts are asked for only then. */
  expect(
    holds: boolean,
    breach: Breach,
    about: Record<string, bigint | string>,
    told: () => Pick<Violation, "expected" | "found">,
  ): void {
    if (!holds) this.say(breach, about, told());
  }

  say(
    breach: Breach,
    about: Record<string, bigint | string>,
    told: Pick<Violation, "expected" | "found">,
  ): void {
    const ids = Object.entries(about).map(([name, id]) => [name, String(id)]);
    this.#findings.add({
      breach,
      propertyId: this.hotel.propertyId,
      about: Object.fromEntries(ids) as Record<string, string>,
      ...told,
    });
  }

  /** Says that what a row leads to is not there. */
  miss(
    breach: Breach,
    about: Record<string, bigint | string>,
    expected: string,
  ): void {
    this.say(breach, about, { expected, found: NOTHING_THERE });
  }

  /** What names a business location names one of this hotel. */
  expectLocation(about: Record<string, bigint | string>, id: string): void {
    if (!this.hotel.locations.has(id))
      this.miss(
        "belongs-nowhere",
        about,
        `business location ${id} of this hotel`,
      );
  }

  /** What `read` makes of a document in a column; null where it cannot be read, which is said. */
  document<Value>(
    about: Record<string, bigint | string>,
    column: string,
    read: () => Value,
  ): Value | null {
    try {
      return read();
    } catch {
      this.say("unreadable", about, {
        expected: `a document in ${column}`,
        found: "something else",
      });
      return null;
    }
  }

  money(amount: Minor): string {
    return formatMinor(amount, this.hotel.decimals);
  }
}

/** Where a row that refers to a receipt, a refused receipt or a posting finds none. */
export const NOTHING_THERE = "nothing there";
