import {
  CurrencyFixed,
  IdTaken,
  NotInStore,
  StoreUnavailable,
} from "../../contract/errors.ts";
import { ReservationIncomplete } from "../../contract/guests.ts";
import { Tried } from "../../verbs/tried.ts";
import { isBusy, isStorageFault } from "../connection.ts";

/** An error on its way between threads, which keep no classes. */
export interface WireError {
  name: string;
  message: string;
  stack: string | undefined;
  code: string | undefined;
  /** The file or the disk is in trouble: everything has to be opened anew. */
  storageFault: boolean;
  busy: boolean;
  fields: Record<string, unknown>;
}

export function packError(error: unknown): WireError {
  const known = error instanceof Error ? error : new Error(String(error));
  return {
    name: known.name,
    message: known.message,
    stack: known.stack,
    code: (known as { code?: string }).code,
    storageFault: isStorageFault(error),
    busy: isBusy(error),
    fields: Object.fromEntries(Object.entries(known)),
  };
}

/** The error again: of the contract's classes where it was one of them. */
export function unpackError(wire: WireError): Error {
  switch (wire.name) {
    case "CurrencyFixed":
      return new CurrencyFixed(wire.fields["currency"] as string);
    case "IdTaken":
      return new IdTaken(
        wire.fields as unknown as ConstructorParameters<typeof IdTaken>[0],
      );
    case "NotInStore":
      return new NotInStore(wire.fields["what"] as NotInStore["what"]);
    case "ReservationIncomplete":
      return new ReservationIncomplete(
        wire.fields["index"] as number,
        wire.fields["member"] as string,
      );
    case "Tried":
      return new Tried(wire.fields["changes"] as Tried["changes"]);
    case "StoreUnavailable":
      return new StoreUnavailable(
        wire.fields["reason"] as StoreUnavailable["reason"],
      );
    default:
      return new StoreError(wire);
  }
}

/** What went wrong in a thread of the store; a fault of ours or of the disk. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: string | undefined;
  /** SQLite's, where the error is its. */
  readonly errcode: unknown;
  readonly storageFault: boolean;
  readonly busy: boolean;
  constructor(wire: WireError) {
    super(wire.message);
    this.code = wire.code;
    this.errcode = wire.fields["errcode"];
    this.storageFault = wire.storageFault;
    this.busy = wire.busy;
    if (wire.stack !== undefined) this.stack = wire.stack;
  }
}
