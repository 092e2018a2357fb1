import { AppError } from "../errors.ts";
import { repeatedIds } from "../properties/read-settings.ts";
import {
  readReservation,
  readReservationChange,
} from "../reservations/read-reservation.ts";
import type {
  Reservation as ReservationDocument,
  ReservationPatches,
  Reservations,
  ReservationsAnswer,
} from "../schemas/generated.ts";
import { compileSchema } from "../schemas/schema.ts";
import type { Fault } from "../schemas/schema.ts";
import { ReservationIncomplete } from "../store/contract/guests.ts";
import type { ChangeReservations } from "../store/contract/guests.ts";
import type { ListItems } from "../store/contract/lists.ts";
import { decimalsOf, propertyOf } from "./call.ts";
import type { Answer, Call, ManagementRoute } from "./call.ts";
import { requiredVersion, versionMismatch } from "./entity-tag.ts";
import { bodyInvalid, readJsonBody } from "./json-body.ts";
import { listAction } from "./list-resource.ts";
import { moneyWriter, optional } from "./present.ts";
import { answerConflict } from "./store-conflict.ts";

/** A big house with long names. */
const DIRECTORY_MAX_BYTES = 8 * 1024 * 1024;
const checkAll = compileSchema<Reservations>("Reservations");
const checkPatches = compileSchema<ReservationPatches>("ReservationPatches");

export const reservationRoutes: ManagementRoute[] = [
  {
    template: "/v1/properties/:propertyId/reservations",
    methods: {
      GET: listAction("reservations", "read", present, {
        version: directoryVersion,
      }),
      PUT: { scope: "write", parameters: ["confirm"], act: replace },
      PATCH: { scope: "write", act: merge },
    },
  },
];

function directoryVersion({ door, propertyId }: Call): Promise<string> {
  return door.store.directoryVersion(propertyId);
}

/** The whole directory: who is absent from it is checked out. */
async function replace(call: Call): Promise<Answer> {
  const confirmed = readConfirm(call);
  const ifVersion = await requiredVersion(call, () => directoryVersion(call));
  const body = await readJsonBody(call, checkAll, DIRECTORY_MAX_BYTES);
  const { currency } = propertyOf(call);
  const faults = repeatedReservations(body);
  const reservations = body.map((document, index) =>
    readReservation(document, currency, `/${index}`, faults),
  );
  if (faults.length > 0) throw bodyInvalid(faults);
  return change(call, { mode: "replace", reservations, confirmed, ifVersion });
}

/** By `reservationId`: an item needs that and what changes. */
async function merge(call: Call): Promise<Answer> {
  const ifVersion = await requiredVersion(call, () => directoryVersion(call));
  const body = await readJsonBody(call, checkPatches, DIRECTORY_MAX_BYTES);
  const { currency } = propertyOf(call);
  const faults = repeatedReservations(body);
  const reservations = body.map((document, index) =>
    readReservationChange(document, currency, `/${index}`, faults),
  );
  if (faults.length > 0) throw bodyInvalid(faults);
  const confirmed = true;
  return change(call, { mode: "merge", reservations, confirmed, ifVersion });
}

async function change(
  call: Call,
  wanted: Omit<ChangeReservations, "actor" | "propertyId">,
): Promise<Answer> {
  const { door, actor, propertyId } = call;
  const outcome = await door.store
    .changeReservations({ actor, propertyId, ...wanted })
    .catch((error: unknown) => refuseChange(error, wanted));
  switch (outcome.kind) {
    case "version-mismatch":
      throw versionMismatch();
    case "confirmation-needed":
      throw new AppError(
        "confirmation_needed",
        `It would check out ${outcome.wouldCheckOut} of ${outcome.inHouse} guests in house and ${outcome.wouldTurnAway} due in. If that is meant, send it again with confirm=true.`,
        { errors: [{ parameter: "confirm", detail: "must be true" }] },
      );
    case "changed": {
      const { created, changed, unchanged, checkedOut, version } = outcome;
      const counts = { created, changed, unchanged, checkedOut };
      const body: ReservationsAnswer = { counts };
      return { body, version };
    }
  }
}

function refuseChange(
  error: unknown,
  { reservations }: Pick<ChangeReservations, "reservations">,
): never {
  if (error instanceof ReservationIncomplete) {
    const pointer = `/${error.index}/${error.member}`;
    const detail = "is needed for a reservation that was not seen before";
    throw new AppError("reservation_incomplete", "Nothing was changed.", {
      errors: [{ pointer, detail }],
    });
  }
  return answerConflict(error, (id) => {
    const index = reservations.findIndex((one) => one.reservationId === id);
    return index === -1 ? "" : `/${index}/reservationId`;
  });
}

function repeatedReservations(
  documents: readonly { reservationId: string }[],
): Fault[] {
  const places = documents.map(({ reservationId: id }, index) => ({
    id,
    pointer: `/${index}/reservationId`,
  }));
  return repeatedIds(places, "reservation");
}

function readConfirm({ query }: Call): boolean {
  const given = query.get("confirm");
  if (given === null || given === "false") return false;
  if (given === "true") return true;
  throw new AppError("parameter_invalid", "1 fault in the query.", {
    errors: [{ parameter: "confirm", detail: "must be true or false" }],
  });
}

function present(
  reservation: ListItems["reservations"],
  call: Call,
): ReservationDocument {
  const money = moneyWriter(decimalsOf(call));
  return {
    reservationId: reservation.reservationId,
    roomId: reservation.roomId,
    roomDescription: reservation.roomDescription,
    clientName: reservation.clientName,
    status: reservation.status,
    blocked: reservation.blocked,
    creditLimit: optional(reservation.creditLimit, money),
    creditLeft: optional(reservation.creditLeft, money),
  };
}
