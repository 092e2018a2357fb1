import { AppError } from "../errors.ts";
import type { MemberRef, UnusableFolio } from "../folios/charge-decision.ts";
import { escapePointer } from "../schemas/fault.ts";
import { compileSchema } from "../schemas/schema.ts";
import type { DismissRequest, RepostRequest } from "../schemas/generated.ts";
import type { IdempotencyConflict } from "../store/contract/acts.ts";
import type {
  RefusedDecided,
  RefusedUndecided,
  RefusedView,
} from "../store/contract/refused-receipts.ts";
import { pathParameter } from "./call.ts";
import type { Call } from "./call.ts";
import {
  idempotencyConflict,
  idempotencyFor,
  idempotencyKeyOf,
} from "./idempotency.ts";
import { bodyInvalid, readJsonBody } from "./json-body.ts";
import { notFound } from "./problems.ts";

const checkRepost = compileSchema<RepostRequest>("RepostRequest");
const checkDismiss = compileSchema<DismissRequest>("DismissRequest");

/** Puts the refused bill on folios and answers how it stands now. */
export async function repostRefused(call: Call): Promise<RefusedView> {
  const refusedId = pathParameter(call, "id");
  const key = idempotencyKeyOf(call);
  const body = await readJsonBody(call, checkRepost);
  const { folioId, folioIds, confirmDouble = false } = body;
  if (folioId !== undefined && folioIds !== undefined) {
    throw bodyInvalid([
      {
        pointer: "/folioIds",
        fault: "excludes folioId",
        remedy: "give one folio for all, or one for each reservation",
      },
    ]);
  }
  const { door, propertyId, actor } = call;
  const answer = await door.store.repostRefused({
    actor,
    propertyId,
    refusedId,
    folios: folioId ?? folioIds ?? {},
    doubleConfirmed: confirmDouble,
    idempotency: idempotencyFor(key, ["repost", propertyId, refusedId, body]),
  });
  return decidedOr(answer, body);
}

/** Sets the refused bill aside. */
export async function dismissRefused(call: Call): Promise<RefusedView> {
  const refusedId = pathParameter(call, "id");
  const key = idempotencyKeyOf(call);
  const { reason } = await readJsonBody(call, checkDismiss);
  const { door, propertyId, actor } = call;
  const answer = await door.store.dismissRefused({
    actor,
    propertyId,
    refusedId,
    reason,
    idempotency: idempotencyFor(key, [
      "dismiss",
      propertyId,
      refusedId,
      reason,
    ]),
  });
  return decidedOr(answer, {});
}

function decidedOr(
  answer: RefusedDecided | RefusedUndecided | IdempotencyConflict,
  body: RepostRequest,
): RefusedView {
  if (answer.kind === "done") return answer.refused;
  throw problemOf(answer, body);
}

function problemOf(
  answer: RefusedUndecided | IdempotencyConflict,
  body: RepostRequest,
): AppError {
  switch (answer.kind) {
    case "idempotency-conflict":
      return idempotencyConflict(answer);
    case "not-found":
      return notFound();
    case "not-open":
      return new AppError(
        "refused_not_open",
        answer.receiptId === null
          ? `It is ${answer.status}. Nothing was changed.`
          : `It is ${answer.status}: receipt ${answer.receiptId} stands for it. Nothing was changed.`,
      );
    case "already-posted":
      return new AppError(
        "already_posted",
        `The same bill is posted as receipt ${answer.receiptId}. Dismiss this one.`,
      );
    case "unreadable":
      return new AppError(
        "refused_unreadable",
        "Its body is not that of a bill, or has expired. Post it by hand, then dismiss it.",
      );
    case "no-room-charge":
      return bodyInvalid([
        {
          pointer: "/folioId",
          fault: "names a folio for room charges, and the bill has none",
          remedy: "leave it out, and it is booked on the clearing account",
        },
      ]);
    case "not-of-the-bill":
      return bodyInvalid(
        answer.reservationIds.map((id) => ({
          pointer: placeOf(id),
          fault: "is no reservation of this bill",
          remedy: "name them as in its reservationIds and unnamedCharges",
        })),
      );
    case "folio-unusable":
      return folioUnusable(answer.folios, body);
    case "double-unconfirmed":
      return doubleUnconfirmed(answer.others);
  }
}

const UNUSABLE: Readonly<Record<UnusableFolio["reason"], string>> = {
  "reservation-unknown":
    "is neither a known reservation, nor a house account, nor this outlet's clearing account: add it to the reservations, or name another folio",
  "reservation-not-named":
    "is needed for each room charge that names no reservation: give folioId, or folioIds with the keys of unnamedCharges",
  "guest-due-in": "is only due in: check the guest in, or name another folio",
};

function folioUnusable(
  folios: readonly UnusableFolio[],
  body: RepostRequest,
): AppError {
  const isNamed = (id: string): boolean =>
    body.folioIds !== undefined && Object.hasOwn(body.folioIds, id);
  return new AppError(
    "folio_unusable",
    "A part of the bill has no folio it can be put on. Nothing was changed.",
    {
      errors: folios.map(({ reservationId, reason }) => ({
        pointer:
          body.folioId === undefined ? placeOf(reservationId) : "/folioId",
        detail:
          isNamed(reservationId) || body.folioId !== undefined
            ? UNUSABLE[reason]
            : `is not given, and what the bill names ${UNUSABLE[reason]}`,
      })),
    },
  );
}

function doubleUnconfirmed(others: readonly MemberRef[]): AppError {
  const named = others.map(({ type, id }) =>
    type === "receipt" ? `receipt ${id}` : `refused receipt ${id}`,
  );
  return new AppError(
    "double_unconfirmed",
    `The same lines are on another bill for the same guest, minutes apart: ${named.join(", ")}. Compare them before both are posted.`,
    {
      errors: [
        {
          pointer: "/confirmDouble",
          detail: "must be true where both bills are meant",
        },
      ],
    },
  );
}

function placeOf(reservationId: string): string {
  return `/folioIds/${escapePointer(reservationId)}`;
}
