import { Tried } from "./tried.ts";
import type {
  ReadAnswer,
  ReadArgs,
  ReadName,
  WriteAnswer,
  WriteName,
  WriteRequest,
} from "./verbs.ts";
import type { SoldPage, SoldQuery } from "../contract/sold-receipts.ts";
import type { Store } from "../store.ts";
import type { SignedEntry } from "../trail-row.ts";

type First<Verb extends keyof Store> = Parameters<Store[Verb]>[0];

/** The part of the contract that both engines keep by running the same verbs. */
export abstract class VerbStore {
  protected abstract write<Name extends WriteName>(
    name: Name,
    request: WriteRequest<Name>,
  ): Promise<WriteAnswer<Name>>;

  protected abstract read<Name extends ReadName>(
    name: Name,
    ...args: ReadArgs<Name>
  ): Promise<ReadAnswer<Name>>;

  /** Names of guests who left before an instant (milliseconds UTC), a little at a time. */
  protected async forgetGuests(before: number): Promise<void> {
    while (await this.write("forgetGuests", { before }));
  }

  putProperty(change: First<"putProperty">): ReturnType<Store["putProperty"]> {
    return this.write("putProperty", change);
  }

  issueApiKey(request: First<"issueApiKey">): ReturnType<Store["issueApiKey"]> {
    return this.write("issueApiKey", request);
  }

  revokeApiKey(change: First<"revokeApiKey">): Promise<boolean> {
    return this.write("revokeApiKey", change);
  }

  makeRefund(request: First<"makeRefund">): ReturnType<Store["makeRefund"]> {
    return this.write("makeRefund", request);
  }

  getRefund(
    propertyId: string,
    refundId: bigint,
  ): ReturnType<Store["getRefund"]> {
    return this.read("getRefund", propertyId, refundId);
  }

  changeReservations(
    change: First<"changeReservations">,
  ): ReturnType<Store["changeReservations"]> {
    return this.write("changeReservations", change);
  }

  async provision(plan: First<"provision">): ReturnType<Store["provision"]> {
    try {
      return await this.write("provision", plan);
    } catch (error) {
      if (!(error instanceof Tried)) throw error;
      return { outcome: "tried", changes: error.changes };
    }
  }

  getLightspeedAccount(
    place: First<"getLightspeedAccount">,
  ): ReturnType<Store["getLightspeedAccount"]> {
    return this.write("getLightspeedAccount", place);
  }

  openGrant(request: First<"openGrant">): ReturnType<Store["openGrant"]> {
    return this.write("openGrant", request);
  }

  keepRenewal(renewal: First<"keepRenewal">): Promise<boolean> {
    return this.write("keepRenewal", renewal);
  }

  endRenewal(end: First<"endRenewal">): Promise<void> {
    return this.write("endRenewal", end);
  }

  connectLightspeed(connection: First<"connectLightspeed">): Promise<void> {
    return this.write("connectLightspeed", connection);
  }

  lightspeedGrants(): ReturnType<Store["lightspeedGrants"]> {
    return this.write("lightspeedGrants", null);
  }

  async getRefusedBody(act: First<"getRefusedBody">): Promise<Buffer | null> {
    const body = await this.write("getRefusedBody", act);
    return body === null
      ? null
      : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  }

  repostRefused(
    request: First<"repostRefused">,
  ): ReturnType<Store["repostRefused"]> {
    return this.write("repostRefused", request);
  }

  dismissRefused(
    request: First<"dismissRefused">,
  ): ReturnType<Store["dismissRefused"]> {
    return this.write("dismissRefused", request);
  }

  searchGuests(
    search: First<"searchGuests">,
  ): ReturnType<Store["searchGuests"]> {
    return this.read("searchGuests", search);
  }

  settingsRevision(): Promise<bigint> {
    return this.read("settingsRevision");
  }

  loadAccess(): ReturnType<Store["loadAccess"]> {
    return this.read("loadAccess");
  }

  getProperty(propertyId: string): ReturnType<Store["getProperty"]> {
    return this.read("getProperty", propertyId);
  }

  directoryVersion(propertyId: string): Promise<string> {
    return this.read("directoryVersion", propertyId);
  }

  getReceipt(
    propertyId: string,
    reference: string,
  ): ReturnType<Store["getReceipt"]> {
    return this.read("getReceipt", propertyId, reference);
  }

  getRefused(
    propertyId: string,
    refusedId: string,
  ): ReturnType<Store["getRefused"]> {
    return this.read("getRefused", propertyId, refusedId);
  }

  repostCandidates(
    propertyId: string,
    refusedId: bigint,
  ): ReturnType<Store["repostCandidates"]> {
    return this.read("repostCandidates", propertyId, refusedId);
  }

  getFolio(propertyId: string, folioId: string): ReturnType<Store["getFolio"]> {
    return this.read("getFolio", propertyId, folioId);
  }

  getBusinessDate(
    propertyId: string,
    businessDate: string,
  ): ReturnType<Store["getBusinessDate"]> {
    return this.read("getBusinessDate", propertyId, businessDate);
  }

  soldReceipts(query: SoldQuery): Promise<SoldPage> {
    return this.read("soldReceipts", query);
  }

  closeBusinessDate(
    request: First<"closeBusinessDate">,
  ): ReturnType<Store["closeBusinessDate"]> {
    return this.write("closeBusinessDate", request);
  }

  startReconciliation(
    request: First<"startReconciliation">,
  ): ReturnType<Store["startReconciliation"]> {
    return this.write("startReconciliation", request);
  }

  claimReconciliation(
    request: First<"claimReconciliation">,
  ): ReturnType<Store["claimReconciliation"]> {
    return this.write("claimReconciliation", request);
  }

  stepReconciliation(
    step: First<"stepReconciliation">,
  ): ReturnType<Store["stepReconciliation"]> {
    return this.write("stepReconciliation", step);
  }

  renewReconciliation(
    lease: First<"renewReconciliation">,
  ): ReturnType<Store["renewReconciliation"]> {
    return this.write("renewReconciliation", lease);
  }

  releaseReconciliation(
    lease: First<"releaseReconciliation">,
  ): ReturnType<Store["releaseReconciliation"]> {
    return this.write("releaseReconciliation", lease);
  }

  endReconciliation(
    end: First<"endReconciliation">,
  ): ReturnType<Store["endReconciliation"]> {
    return this.write("endReconciliation", end);
  }

  hasWaitingReconciliation(now: number): Promise<boolean> {
    return this.read("hasWaitingReconciliation", now);
  }

  reconciledDates(
    propertyId: string,
    from: string,
  ): ReturnType<Store["reconciledDates"]> {
    return this.read("reconciledDates", propertyId, from);
  }

  lastCompleteDates(): ReturnType<Store["lastCompleteDates"]> {
    return this.read("lastCompleteDates");
  }

  firstTraces(place: First<"firstTraces">): ReturnType<Store["firstTraces"]> {
    return this.read("firstTraces", place);
  }

  getReconciliation(
    propertyId: string,
    reference: string,
  ): ReturnType<Store["getReconciliation"]> {
    return this.read("getReconciliation", propertyId, reference);
  }

  isEmpty(): Promise<boolean> {
    return this.read("isEmpty");
  }

  /** Only a part of a hotel's books may be in it: nobody works with it then. */
  isHalfMoved(): Promise<boolean> {
    return this.read("isHalfMoved");
  }

  newestAct(): Promise<SignedEntry | null> {
    return this.read("newestAct");
  }
}
