/** Not known to be posted: the till gets 503. */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
  readonly reason: "overloaded" | "draining" | "not-writable";
  constructor(reason: StoreUnavailable["reason"], options?: ErrorOptions) {
    super(`the store is ${reason}`, options);
    this.reason = reason;
  }
}

/** An id or key is taken where it must be unique: nothing of the change was kept. */
export class IdTaken extends Error {
  override readonly name = "IdTaken";
  readonly id: string;
  /** What the id was to be given to. */
  readonly wanted:
    | "reservation"
    | "house-account"
    | "business-location"
    | "api-key"
    | "management-token";
  /** What has it, or `reserved`: ids that begin with `house:` are the clearing accounts'. */
  readonly takenBy:
    | "reservation"
    | "house-account"
    | "business-location"
    | "api-key"
    | "management-token"
    | "reserved";
  constructor(taken: {
    id: string;
    wanted: IdTaken["wanted"];
    takenBy: IdTaken["takenBy"];
  }) {
    // A key is a secret: its message names no id.
    super(
      taken.wanted === "api-key" || taken.wanted === "management-token"
        ? `a ${taken.wanted} is in use already`
        : `${taken.wanted} ${taken.id}: the id is taken (${taken.takenBy})`,
    );
    this.id = taken.id;
    this.wanted = taken.wanted;
    this.takenBy = taken.takenBy;
  }
}

/** The currency of a hotel with receipts cannot change: every amount in its books would mean another. */
export class CurrencyFixed extends Error {
  override readonly name = "CurrencyFixed";
  readonly currency: string;
  constructor(currency: string) {
    super(
      `the hotel has receipts in ${currency}, and its currency cannot change`,
    );
    this.currency = currency;
  }
}

/** What a change names is not in the store: a property, or a business location of it. */
export class NotInStore extends Error {
  override readonly name = "NotInStore";
  readonly what: "property" | "business-location";
  constructor(what: NotInStore["what"]) {
    super(`no such ${what}`);
    this.what = what;
  }
}
