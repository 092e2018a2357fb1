import type { Steps } from "../steps.ts";
import { loadAccess } from "./access.ts";
import { issueApiKey, revokeApiKey } from "./api-keys.ts";
import { closeBusinessDate, getBusinessDate } from "./business-dates.ts";
import { changeReservations } from "./change-reservations.ts";
import { forgetGuests } from "./forget-guests.ts";
import { dismissRefused, repostRefused } from "./decide-refused.ts";
import {
  connectLightspeed,
  endRenewal,
  getLightspeedAccount,
  keepRenewal,
  lightspeedGrants,
  openGrant,
} from "./lightspeed-grants.ts";
import {
  directoryVersion,
  getProperty,
  isEmpty,
  isHalfMoved,
  settingsRevision,
} from "./properties.ts";
import { makeRefund } from "./make-refund.ts";
import { provision } from "./provision.ts";
import { putProperty } from "./put-property.ts";
import { getRefusedBody } from "./refused-body.ts";
import { getFolio, getReceipt } from "./receipts.ts";
import { getRefused } from "./refused.ts";
import { firstTraces } from "./reconciliations/first-traces.ts";
import {
  claimReconciliation,
  hasWaitingReconciliation,
  releaseReconciliation,
  renewLease,
} from "./reconciliations/lease-run.ts";
import { startReconciliation } from "./reconciliations/start-run.ts";
import {
  endReconciliation,
  stepReconciliation,
} from "./reconciliations/step-run.ts";
import {
  getReconciliation,
  lastCompleteDates,
  reconciledDates,
} from "./reconciliations/views.ts";
import { getRefund } from "./refunds.ts";
import { repostCandidates } from "./repost-candidates.ts";
import { searchGuests } from "./search-guests.ts";
import { soldReceipts } from "./sold-receipts.ts";
import { newestAct } from "./trail.ts";
import type { VerbContext } from "./verb-context.ts";

/** A verb that writes. */
interface Writing<Request, Answer> {
  steps: (request: Request, context: VerbContext) => Steps<Answer>;
  /** Whose bills, sent after it, must see what it changed. */
  hotels: (request: Request) => readonly string[];
}

const none = (): string[] => [];
const one = ({ propertyId }: { propertyId: string }): string[] => [propertyId];

function writing<Request, Answer>(
  steps: Writing<Request, Answer>["steps"],
  hotels: Writing<Request, Answer>["hotels"],
): Writing<Request, Answer> {
  return { steps, hotels };
}

/** The acts of persons and programs: each one transaction, in either engine. */
export const WRITES = {
  putProperty: writing(putProperty, ({ document }) => [document.property.id]),
  issueApiKey: writing(issueApiKey, one),
  revokeApiKey: writing(revokeApiKey, one),
  makeRefund: writing(makeRefund, one),
  changeReservations: writing(changeReservations, one),
  provision: writing(provision, ({ properties }) =>
    properties.map(({ property }) => property.id),
  ),
  getRefusedBody: writing(getRefusedBody, none),
  // What a till sends meanwhile is kept apart by the locks of the charge path.
  repostRefused: writing(repostRefused, none),
  dismissRefused: writing(dismissRefused, none),
  // Also read what is sealed: only those who write can open it.
  getLightspeedAccount: writing(getLightspeedAccount, none),
  openGrant: writing(openGrant, none),
  lightspeedGrants: writing(lightspeedGrants, none),
  keepRenewal: writing(keepRenewal, none),
  endRenewal: writing(endRenewal, none),
  connectLightspeed: writing(connectLightspeed, none),
  closeBusinessDate: writing(closeBusinessDate, one),
  startReconciliation: writing(startReconciliation, none),
  claimReconciliation: writing(claimReconciliation, none),
  stepReconciliation: writing(stepReconciliation, none),
  renewReconciliation: writing(renewLease, none),
  releaseReconciliation: writing(releaseReconciliation, none),
  endReconciliation: writing(endReconciliation, none),
  forgetGuests: writing(forgetGuests, none),
};

/** What is only read, of one moment. Lists are apart: how they find a text is the engine's affair. */
const READS = {
  loadAccess,
  getProperty,
  directoryVersion,
  getReceipt,
  getRefused,
  repostCandidates,
  getRefund,
  getFolio,
  getBusinessDate,
  soldReceipts,
  getReconciliation,
  firstTraces,
};

/** What is read by one statement, and so needs no transaction to be of one moment. */
export const SINGLE_READS = {
  searchGuests,
  settingsRevision,
  isEmpty,
  isHalfMoved,
  newestAct,
  hasWaitingReconciliation,
  reconciledDates,
  lastCompleteDates,
};

type AnyVerb = (...args: never[]) => Steps<unknown>;
type AnswerOf<Verb extends AnyVerb> =
  ReturnType<Verb> extends Steps<infer Answer> ? Answer : never;

export type WriteName = keyof typeof WRITES;
export type WriteRequest<Name extends WriteName> = Parameters<
  (typeof WRITES)[Name]["steps"]
>[0];
export type WriteAnswer<Name extends WriteName> = AnswerOf<
  (typeof WRITES)[Name]["steps"]
>;

type AllReads = typeof READS & typeof SINGLE_READS;
export type ReadName = keyof AllReads;
export type ReadArgs<Name extends ReadName> = Parameters<AllReads[Name]>;
export type ReadAnswer<Name extends ReadName> = AnswerOf<AllReads[Name]>;

export function writeSteps<Name extends WriteName>(
  name: Name,
  request: WriteRequest<Name>,
  context: VerbContext,
): Steps<WriteAnswer<Name>> {
  const { steps } = WRITES[name] as Writing<unknown, unknown>;
  return steps(request, context) as Steps<WriteAnswer<Name>>;
}

export function hotelsOf<Name extends WriteName>(
  name: Name,
  request: WriteRequest<Name>,
): readonly string[] {
  return (WRITES[name] as Writing<unknown, unknown>).hotels(request);
}

export function readSteps<Name extends ReadName>(
  name: Name,
  args: ReadArgs<Name>,
): Steps<ReadAnswer<Name>> {
  const verb = { ...READS, ...SINGLE_READS }[name] as AnyVerb;
  return verb(...(args as never[])) as Steps<ReadAnswer<Name>>;
}
