import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  test,
} from "@jest/globals";
import type { Property } from "../../src/properties/property.ts";
import {
  IdTaken,
  NotInStore,
  StoreUnavailable,
} from "../../src/store/contract/errors.ts";
import { ReservationIncomplete } from "../../src/store/contract/guests.ts";
import type { IssueApiKey } from "../../src/store/contract/access.ts";
import type { FoundGuest } from "../../src/store/contract/guests.ts";
import type { UnreadableRequest } from "../../src/store/contract/refused-receipts.ts";
import type { Store } from "../../src/store/store.ts";
import {
  billFor,
  buildBill,
  buildLine,
  buildPayment,
  freshUuid,
  voidOf,
} from "../support/bill.ts";
import { chargeOf } from "../support/books.ts";
import {
  actor,
  firstPage,
  freshDigest,
  freshHotel,
  guestNamed,
  locationOf,
  planOf,
  sendTo,
} from "./store-fixture.ts";

/** Every engine keeps these promises. `open` gives an empty store of its own to each test. */
export function describeStore(
  engine: string,
  open: () => Promise<Store>,
  close: () => Promise<void>,
): void {
  describe(`${engine} store`, () => {
    let store: Store;
    let hotel: Property;
    let DEMO: string;

    beforeAll(async () => {
      store = await open();
    });
    // A hotel of its own for each test: a store takes longer to open.
    beforeEach(async () => {
      hotel = freshHotel();
      DEMO = hotel.id;
      await store.provision(planOf(hotel));
    });
    afterAll(close);

    const take = (
      bill: unknown,
      key: string | null = null,
    ): ReturnType<Store["takeCharge"]> => sendTo(store, hotel, bill, key);
    const keyRequest = (): IssueApiKey => ({
      actor,
      propertyId: DEMO,
      businessLocationId: locationId(),
      name: "till",
      key: freshUuid().repeat(2),
      idempotency: { key: "i-1", requestDigest: "same" },
    });
    const keysOf = async () =>
      (await store.loadAccess()).apiKeys.filter(
        (key) => key.propertyId === DEMO,
      );
    const locationId = (): string => hotel.businessLocations[0]!.id;

    const balance = async (folioId: string): Promise<bigint | undefined> =>
      (await store.getFolio(DEMO, folioId))?.balance;
    const search = async (term: string): Promise<FoundGuest[]> =>
      store.searchGuests({ propertyId: DEMO, term, limit: 50 });
    const found = async (term: string): Promise<string[]> =>
      (await search(term)).map((guest) => guest.reservationId);

    describe("nothing is doubled", () => {
      test("a bill sent fifty times at once is posted once and acknowledged fifty times alike", async () => {
        const bill = billFor("001", 12.5, {
          payments: [buildPayment({ amount: 12.5, gratuity: 2 })],
        });
        const answers = await Promise.all(
          Array.from({ length: 50 }, () => take(bill, "key-1")),
        );
        const posted = answers.filter((answer) => answer.kind === "posted");
        expect(posted).toHaveLength(1);
        for (const answer of answers)
          expect(answer).toEqual({ ...posted[0], kind: answer.kind });
        expect(await balance("001")).toBe(1450n);
        expect(
          (await store.list("receipts", DEMO, firstPage("receivedAt")))
            .totalResults,
        ).toBe(1);
      });

      test("the same uuid in the other base64 alphabet is the same bill", async () => {
        const uuid = "AAf-__77--8BAgMEBQYHCA==";
        const bill = billFor("001", 10, { uuid });
        const first = await take(bill);
        const again = await take({
          ...bill,
          uuid: uuid.replaceAll("-", "+").replaceAll("_", "/"),
        });
        expect(first.kind).toBe("posted");
        expect(again).toEqual({ ...first, kind: "replayed" });
      });

      test("a bill sent again after its location got another key is a replay", async () => {
        const bill = billFor("001", 10);
        const first = await take(bill, "key-1");
        const issued = await store.issueApiKey(keyRequest());
        if (issued.kind === "idempotency-conflict")
          throw new Error("unexpected");
        await store.revokeApiKey({
          actor,
          propertyId: DEMO,
          keyId: issued.apiKey.keyId,
        });
        expect(await take(bill, "key-1")).toEqual({
          ...first,
          kind: "replayed",
        });
      });

      test("an idempotency key that names another bill is a conflict and posts nothing", async () => {
        await take(billFor("001", 10), "key-1");
        const other = await take(billFor("001", 11), "key-1");
        expect(other).toMatchObject({
          kind: "refused",
          reason: "content-conflict",
        });
        expect(await balance("001")).toBe(1000n);
      });

      test("a bill without uuid and fiscal id is known again by its content", async () => {
        const bill = billFor("001", 10, {
          uuid: null,
          fiscId: null,
          initialAccountId: null,
        });
        const [first, again] = await Promise.all([take(bill), take(bill)]);
        expect([first.kind, again.kind]).toEqual(["posted", "replayed"]);
        expect(await balance("001")).toBe(1000n);
      });

      test("a fiscal id used again with another uuid and content is a bill of its own, each time", async () => {
        const bills = [10, 11, 12].map((amount) =>
          billFor("001", amount, { fiscId: "A1.1", initialAccountId: "A1.1" }),
        );
        for (const bill of bills)
          expect((await take(bill)).kind).toBe("posted");
        for (const bill of bills)
          expect((await take(bill)).kind).toBe("replayed");
        expect(await balance("001")).toBe(3300n);
      });
    });

    describe("one verb is atomic and sees those before it", () => {
      test("with two rooms on a bill, either both are posted or neither", async () => {
        const bill = buildBill({
          transactions: [buildLine({ amount: 20 })],
          payments: [
            buildPayment({ amount: 10, reservationId: "001" }),
            buildPayment({ amount: 10, reservationId: "999" }),
          ],
        });
        expect(await take(bill)).toMatchObject({
          kind: "refused",
          reason: "reservation-unknown",
        });
        expect(await balance("001")).toBe(0n);
        expect((await store.getFolio(DEMO, "001"))?.postings).toEqual([]);
      });

      test("a bill and its void that arrive together end at zero, the void linked to the bill", async () => {
        const bill = billFor("001", 20);
        const answers = await Promise.all([take(bill), take(voidOf(bill))]);
        const [sale, reversal] = answers.map((answer) =>
          answer.kind === "refused" ? null : answer.receiptId,
        );
        expect(await balance("001")).toBe(0n);
        expect((await store.getReceipt(DEMO, String(reversal)))?.reverses).toBe(
          sale,
        );
        const chain = (await store.getReceipt(DEMO, String(sale)))?.chain;
        expect(chain?.map((member) => member.kind)).toEqual([
          "sale",
          "reversal",
        ]);
      });

      test("the same lines on one folio twice in a batch are flagged on both", async () => {
        const lines = {
          transactions: [buildLine({ amount: 10 })],
          payments: [buildPayment({ amount: 10 })],
        };
        const answers = await Promise.all([
          take(buildBill(lines)),
          take(buildBill(lines)),
        ]);
        for (const answer of answers) {
          if (answer.kind === "refused") throw new Error("unexpected");
          expect(
            (await store.getReceipt(DEMO, String(answer.receiptId)))?.flags,
          ).toContain("possible-double");
        }
      });

      test("a verb that fails hurts no other of its batch", async () => {
        const lost = chargeOf(billFor("001", 5), { ...hotel, id: "elsewhere" });
        const before = take(billFor("001", 10));
        const poison = store.takeCharge(lost, Buffer.from("{}"));
        const after = take(billFor("001", 20));
        await expect(poison).rejects.toThrow("not in the store");
        expect([(await before).kind, (await after).kind]).toEqual([
          "posted",
          "posted",
        ]);
        expect(await balance("001")).toBe(3000n);
      });

      test("a check-out is in force for the next bill", async () => {
        const checkOut = store.changeReservations({
          actor,
          propertyId: DEMO,
          mode: "merge",
          reservations: [{ reservationId: "001", status: "checked-out" }],
          confirmed: false,
          ifVersion: null,
        });
        const charge = take(billFor("001", 10));
        expect(await checkOut).toMatchObject({
          kind: "changed",
          checkedOut: 1,
        });
        expect(await charge).toMatchObject({
          kind: "refused",
          reason: "guest-checked-out",
        });
      });
    });

    describe("what was refused", () => {
      test.each([
        ["999", "reservation-unknown", 404],
        ["003", "guest-blocked", 403],
        ["004", "guest-checked-out", 409],
        ["005", "guest-due-in", 404],
      ])(
        "a debit for %s is kept as %s with status %i",
        async (reservationId, reason, httpStatus) => {
          const bill = billFor(reservationId, 10);
          const answer = await take(bill);
          if (answer.kind !== "refused") throw new Error("unexpected");
          expect(answer.reason).toBe(reason);
          expect(await take(bill)).toEqual(answer);
          expect(
            await store.getRefused(DEMO, String(answer.refusedId)),
          ).toMatchObject({
            status: "open",
            reason,
            httpStatus,
            attempts: 2,
            gross: 1000n,
            reservationIds: [reservationId],
            fiscId: bill["fiscId"],
          });
        },
      );

      test("a retry that succeeds supersedes it, and names the receipt that stands for it", async () => {
        const bill = billFor("005", 10);
        const refused = await take(bill);
        await checkIn("005");
        const posted = await take(bill);
        if (refused.kind !== "refused" || posted.kind !== "posted")
          throw new Error("unexpected");
        const view = await store.getRefused(DEMO, String(refused.refusedId));
        expect(view).toMatchObject({
          status: "superseded",
          receiptId: posted.receiptId,
        });
        expect((await take(bill)).kind).toBe("replayed");
      });

      test("the void of a refused bill posts nothing and supersedes it", async () => {
        const bill = billFor("005", 10);
        const refused = await take(bill);
        const reversal = await take(voidOf(bill));
        if (refused.kind !== "refused") throw new Error("unexpected");
        expect(reversal).toMatchObject({ kind: "posted", bills: [] });
        expect(
          (await store.getRefused(DEMO, String(refused.refusedId)))?.status,
        ).toBe("superseded");
        expect(await balance("005")).toBe(0n);
      });

      test("a refused bill retried after its void is posted together with the void", async () => {
        const bill = billFor("005", 10);
        await take(bill);
        await take(voidOf(bill));
        await checkIn("005");
        expect((await take(bill)).kind).toBe("posted");
        expect(await balance("005")).toBe(0n);
      });

      const checkIn = (reservationId: string) =>
        store.changeReservations({
          actor,
          propertyId: DEMO,
          mode: "merge",
          reservations: [{ reservationId, status: "in-house" }],
          confirmed: false,
          ifVersion: null,
        });

      const unreadable = (
        overrides: Partial<UnreadableRequest> = {},
      ): UnreadableRequest => ({
        propertyId: DEMO,
        businessLocationId: locationId(),
        reason: "malformed",
        httpStatus: 400,
        receivedAt: Date.parse("2026-11-20T21:00:00Z"),
        sizeBytes: 5,
        charge: null,
        body: Buffer.from("{oops"),
        faults: [{ pointer: "", fault: "is not complete JSON" }],
        keptPerDayMax: null,
        ...overrides,
      });

      test("the same unreadable bytes again are one more attempt", async () => {
        const first = await store.keepUnreadable(unreadable());
        expect(await store.keepUnreadable(unreadable())).toEqual(first);
        expect(
          await store.getRefused(DEMO, String(first.refusedId)),
        ).toMatchObject({
          reason: "malformed",
          attempts: 2,
          gross: null,
          reservationIds: [],
          faults: [{ pointer: "", fault: "is not complete JSON" }],
        });
        const act = {
          actor,
          propertyId: DEMO,
          refusedId: String(first.refusedId),
        };
        expect((await store.getRefusedBody(act))?.toString()).toBe("{oops");
      });

      test("what was too large is an entry without body, each its own", async () => {
        const large = unreadable({
          reason: "too-large",
          httpStatus: 413,
          body: null,
          sizeBytes: 2_000_000,
        });
        const [one, other] = [
          await store.keepUnreadable(large),
          await store.keepUnreadable(large),
        ];
        expect(one.refusedId).not.toBe(other.refusedId);
        expect(
          await store.getRefusedBody({
            actor,
            propertyId: DEMO,
            refusedId: String(one.refusedId),
          }),
        ).toBeNull();
      });

      test("bills with a revoked key are kept up to a bound a day", async () => {
        const kept = [];
        for (const text of ["1", "2", "3"]) {
          const request = unreadable({
            reason: "key-revoked",
            httpStatus: 401,
            body: Buffer.from(text),
            keptPerDayMax: 2,
          });
          kept.push((await store.keepUnreadable(request)).refusedId !== null);
        }
        expect(kept).toEqual([true, true, false]);
      });
    });

    describe("the guest directory", () => {
      const change = (
        overrides: Partial<Parameters<Store["changeReservations"]>[0]>,
      ) =>
        store.changeReservations({
          actor,
          propertyId: DEMO,
          mode: "replace",
          reservations: [],
          confirmed: false,
          ifVersion: "*",
          ...overrides,
        });

      test("a directory that would check out more than half of the house needs to be confirmed", async () => {
        const reservations = [guestNamed("002")];
        const answer = await change({ reservations });
        expect(answer).toEqual({
          kind: "confirmation-needed",
          inHouse: 3,
          wouldCheckOut: 2,
          wouldTurnAway: 1,
        });
        expect(await found(" ")).toContain("001");
        expect(await change({ reservations, confirmed: true })).toMatchObject({
          kind: "changed",
          checkedOut: 3,
        });
        expect(await found(" ")).toEqual(["002", "EVENT-7"]);
        expect(await store.getFolio(DEMO, "001")).not.toBeNull();
      });

      test("an empty directory needs to be confirmed", async () => {
        expect((await change({})).kind).toBe("confirmation-needed");
      });

      test("a change made on an old version of the directory is not made", async () => {
        const version = await store.directoryVersion(DEMO);
        await change({
          mode: "merge",
          reservations: [{ reservationId: "001", blocked: true }],
        });
        const late = await change({
          mode: "merge",
          reservations: [{ reservationId: "002", blocked: true }],
          ifVersion: version,
        });
        expect(late).toEqual({ kind: "version-mismatch" });
        expect((await search("002"))[0]?.blocked).toBe(false);
      });

      test("a merge with one bad item changes nothing and says which", async () => {
        const reservations = [
          { reservationId: "001", blocked: true },
          { reservationId: "new", roomId: "9" },
        ];
        const attempt = change({ mode: "merge", reservations });
        await expect(attempt).rejects.toThrow(ReservationIncomplete);
        await expect(attempt).rejects.toMatchObject({
          index: 1,
          member: "clientName",
        });
        expect((await search("001"))[0]?.blocked).toBe(false);
      });

      test.each([
        ["EVENT-7", "house-account"],
        ["house:1", "reserved"],
      ])("a reservation cannot be called %s", async (id, takenBy) => {
        const attempt = change({
          mode: "merge",
          reservations: [guestNamed(id)],
        });
        await expect(attempt).rejects.toThrow(IdTaken);
        await expect(attempt).rejects.toMatchObject({ id, takenBy });
      });

      test("search shows what is left of a limit, tips excluded, not below zero", async () => {
        await change({
          mode: "merge",
          reservations: [{ reservationId: "001", creditLimit: 2000n }],
        });
        await take(
          buildBill({
            transactions: [buildLine({ amount: 15 })],
            payments: [buildPayment({ amount: 15, gratuity: 3 })],
          }),
        );
        expect((await search("001"))[0]?.creditLeft).toBe(500n);
        const over = await take(billFor("001", 10));
        expect(over).toMatchObject({ kind: "posted" });
        expect((await search("001"))[0]?.creditLeft).toBe(0n);
      });

      test("a limit counts from when it is set; a directory sent again does not renew it", async () => {
        const guests = ["001", "002", "003"].map((id) =>
          guestNamed(id, { creditLimit: 5000n }),
        );
        await change({ reservations: guests, confirmed: true });
        await take(billFor("001", 30));
        await change({ reservations: guests });
        expect((await search("001"))[0]?.creditLeft).toBe(2000n);
        await change({
          mode: "merge",
          reservations: [{ reservationId: "001", creditLimit: 5000n }],
        });
        expect((await search("001"))[0]?.creditLeft).toBe(5000n);
      });

      test("an id is opaque: 001 is not 1", async () => {
        expect(await take(billFor("1", 10))).toMatchObject({
          reason: "reservation-unknown",
        });
      });
    });

    describe("search", () => {
      beforeEach(async () => {
        const guests = [
          guestNamed("r1", {
            roomId: "12",
            clientName: "Jürgen Weiß",
            roomDescription: "Suite Ölberg",
          }),
          guestNamed("r2", { roomId: "123", clientName: "Ömer Çelik" }),
          guestNamed("r3", { roomId: "45", clientName: "Room 12 Fan" }),
          guestNamed("r4", {
            roomId: "46",
            clientName: "Αλέξανδρος Παπαδόπουλος",
          }),
          guestNamed("r5", { roomId: "47", clientName: "Фёдор Достоевский" }),
          guestNamed("r6", { roomId: "12", clientName: "100% _Sure\\" }),
          guestNamed("r7", {
            roomId: "48",
            clientName: "Gone",
            status: "checked-out",
          }),
          guestNamed("r8", {
            roomId: "49",
            clientName: "山田太郎",
            roomDescription: "Nr. 12 north",
          }),
        ];
        const merge = {
          actor,
          propertyId: DEMO,
          mode: "merge" as const,
          confirmed: false,
          ifVersion: null,
        };
        await store.changeReservations({ ...merge, reservations: guests });
      });

      test("an exact room comes before a room's beginning, before a part of a name, before a description", async () => {
        expect(await found("12")).toEqual(["r1", "r6", "r2", "r3", "r8"]);
      });

      test.each([
        ["weiss", "r1"],
        ["JURGEN", "r1"],
        ["weiss jür", "r1"],
        ["olberg", "r1"],
        ["celik", "r2"],
        ["ΠΑΠΑΔΟΠΟΥΛΟΣ", "r4"],
        ["фЕдор", "r5"],
        ["太郎", "r8"],
        ["0%", "r6"],
        ["_s", "r6"],
        ["sure\\", "r6"],
        ["wedding", "EVENT-7"],
        ["event-7", "EVENT-7"],
      ])("%s finds %s", async (term, expected) => {
        expect(await found(term)).toEqual([expected]);
      });

      test("a blank term lists all in house and nobody else", async () => {
        const all = await found("  ");
        expect(all).toEqual(
          expect.arrayContaining(["001", "002", "003", "r1", "r2", "EVENT-7"]),
        );
        expect(all).not.toEqual(expect.arrayContaining(["004"]));
        expect(await found("gone")).toEqual([]);
        expect(
          await store.searchGuests({ propertyId: DEMO, term: "", limit: 3 }),
        ).toHaveLength(3);
      });
    });

    describe("who may call", () => {
      test("an issued key is kept as a digest, and a repeat of the request gets it again", async () => {
        const request = keyRequest();
        const first = await store.issueApiKey(request);
        const again = await store.issueApiKey({
          ...request,
          key: "b".repeat(32),
        });
        expect(first).toMatchObject({ kind: "issued", key: request.key });
        expect(again).toEqual({ ...first, kind: "replayed" });
        const other = {
          ...request,
          idempotency: { key: "i-1", requestDigest: "other" },
        };
        expect(await store.issueApiKey(other)).toEqual({
          kind: "idempotency-conflict",
          cause: "another-request",
        });
        expect(await keysOf()).toHaveLength(1);
      });

      test("every change of keys raises the settings revision", async () => {
        const before = await store.settingsRevision();
        const issued = await store.issueApiKey(keyRequest());
        if (issued.kind === "idempotency-conflict")
          throw new Error("unexpected");
        const between = await store.settingsRevision();
        expect(
          await store.revokeApiKey({
            actor,
            propertyId: DEMO,
            keyId: issued.apiKey.keyId,
          }),
        ).toBe(true);
        expect(
          between > before && (await store.settingsRevision()) > between,
        ).toBe(true);
        expect(
          await store.revokeApiKey({
            actor,
            propertyId: DEMO,
            keyId: issued.apiKey.keyId,
          }),
        ).toBe(true);
        expect(
          await store.revokeApiKey({ actor, propertyId: DEMO, keyId: "none" }),
        ).toBe(false);
      });

      test("a key for a location that is not there is refused", async () => {
        await expect(
          store.issueApiKey({ ...keyRequest(), businessLocationId: "nowhere" }),
        ).rejects.toThrow(NotInStore);
        await expect(
          store.issueApiKey({ ...keyRequest(), propertyId: "nowhere" }),
        ).rejects.toThrow(NotInStore);
      });

      test("a revoked key or token does not come back by the provisioning file", async () => {
        const digest = freshDigest();
        const apiKeys = [
          { businessLocationId: locationId(), name: "till", digest },
        ];
        const tokens = [
          {
            name: "ops",
            digest: freshDigest(),
            scopes: ["read" as const],
            properties: ["*"],
          },
        ];
        await store.provision({ ...planOf(hotel, { apiKeys }), tokens });
        const [key] = await keysOf();
        await store.revokeApiKey({
          actor,
          propertyId: DEMO,
          keyId: key!.keyId,
        });
        await store.provision({ ...planOf(hotel), prune: true });
        await store.provision({ ...planOf(hotel, { apiKeys }), tokens });
        expect((await keysOf()).map((one) => one.revokedAt !== null)).toEqual([
          true,
        ]);
        const token = (await store.loadAccess()).tokens.find(
          (one) => one.digest === tokens[0]!.digest,
        );
        expect(token?.revokedAt).not.toBeNull();
      });
    });

    describe("settings", () => {
      test("a provisioning file is applied once, and again when another came between", async () => {
        const [one, other] = [planOf(hotel), planOf(hotel)];
        expect((await store.provision(one)).outcome).toBe("applied");
        expect((await store.provision(one)).outcome).toBe("repeated");
        expect((await store.provision(other)).outcome).toBe("applied");
        expect((await store.provision(one)).outcome).toBe("applied");
      });

      test("reservations in the file are seeds", async () => {
        await store.provision(
          planOf(hotel, { reservations: [guestNamed("seed")] }),
        );
        expect(await found("seed")).toEqual([]);
      });

      test("a property read is the one that was put, and a change on an old version is not made", async () => {
        const before = await store.getProperty(DEMO);
        const document = {
          ...before!.value,
          property: { ...hotel, name: "New name" },
        };
        const put = await store.putProperty({
          actor,
          document,
          ifVersion: before!.version,
        });
        expect(put).toMatchObject({ value: { name: "New name" } });
        expect((await store.getProperty(DEMO))?.value).toEqual(document);
        expect(
          await store.putProperty({
            actor,
            document,
            ifVersion: before!.version,
          }),
        ).toEqual({ kind: "version-mismatch" });
      });

      test("a location of another hotel cannot be taken", async () => {
        const document = {
          property: { ...hotel, id: `${DEMO}-other` },
          houseAccounts: [],
        };
        await expect(
          store.putProperty({ actor, document, ifVersion: "*" }),
        ).rejects.toThrow(IdTaken);
        expect(await store.getProperty(`${DEMO}-other`)).toBeNull();
      });

      test("a location no longer named is retired, and what it posted stays", async () => {
        const property = {
          ...hotel,
          businessLocations: [locationOf(`${DEMO}-new`)],
        };
        const bill = buildBill({
          transactions: [buildLine({ amount: 10 })],
          payments: [
            buildPayment({
              amount: 10,
              methodCode: "CASH",
              reservationId: null,
            }),
          ],
        });
        await take(bill);
        await store.putProperty({
          actor,
          document: { property, houseAccounts: [] },
          ifVersion: "*",
        });
        expect(
          (await store.loadAccess()).properties
            .find((one) => one.id === DEMO)
            ?.businessLocations.map((one) => one.id),
        ).toEqual([`${DEMO}-new`]);
        const folio = await store.getFolio(DEMO, `house:${locationId()}`);
        expect(folio?.balance).toBe(0n);
        expect(folio?.postings.map((posting) => posting.gross).sort()).toEqual([
          -1000n,
          1000n,
        ]);
        expect(await found("wedding")).toEqual([]);
      });

      test("what belongs to one hotel is unknown to another", async () => {
        const property = {
          ...hotel,
          id: `${DEMO}-other`,
          businessLocations: [locationOf(`${DEMO}-elsewhere`)],
        };
        await store.putProperty({
          actor,
          document: { property, houseAccounts: [] },
          ifVersion: "*",
        });
        const posted = await take(billFor("001", 10));
        if (posted.kind !== "posted") throw new Error("unexpected");
        expect(
          await store.getReceipt(`${DEMO}-other`, String(posted.receiptId)),
        ).toBeNull();
        expect(await store.getFolio(`${DEMO}-other`, "001")).toBeNull();
        expect(
          await store.searchGuests({
            propertyId: `${DEMO}-other`,
            term: "",
            limit: 50,
          }),
        ).toEqual([]);
        expect(
          (await store.list("postings", `${DEMO}-other`, firstPage("postedAt")))
            .totalResults,
        ).toBe(0);
      });
    });

    describe("reading back", () => {
      test("a receipt is found by our id, its fiscal id and its number, the newest first", async () => {
        const bill = billFor("001", 10, { receiptId: "R1.1" });
        const later = billFor("001", 11, {
          receiptId: "R1.1",
          fiscId: bill["fiscId"],
          initialAccountId: bill["fiscId"],
        });
        const first = await take(bill);
        const second = await take(later);
        if (first.kind !== "posted" || second.kind !== "posted")
          throw new Error("unexpected");
        const idOf = async (reference: string) =>
          (await store.getReceipt(DEMO, reference))?.receiptId;
        expect(await idOf(String(first.receiptId))).toBe(first.receiptId);
        expect(await idOf(bill["fiscId"] as string)).toBe(second.receiptId);
        expect(await idOf("R1.1")).toBe(second.receiptId);
        expect(await idOf("R9.9")).toBeUndefined();
      });

      test("a folio shows its newest hundred postings, the newest first", async () => {
        await Promise.all(
          Array.from({ length: 110 }, (_, index) =>
            take(billFor("001", index + 1)),
          ),
        );
        const folio = await store.getFolio(DEMO, "001");
        expect(folio?.balance).toBe(BigInt((110 * 111) / 2) * 100n);
        expect(folio?.postings).toHaveLength(100);
        const ids = folio?.postings.map((posting) => posting.postingId) ?? [];
        expect(ids).toEqual(
          [...ids].sort((one, other) => (one > other ? -1 : 1)),
        );
      });

      test("a folio nobody knows is null", async () => {
        expect(await store.getFolio(DEMO, "nobody")).toBeNull();
        expect(await store.getFolio(DEMO, "house:nowhere")).toBeNull();
      });

      test("a flag stands on the posting it was raised for", async () => {
        const unmapped = buildLine({ amount: 4, groupId: 77, sku: "X" });
        const bill = buildBill({
          transactions: [unmapped, buildLine({ amount: 6 })],
          payments: [buildPayment({ amount: 10 })],
        });
        const answer = await take(bill);
        expect(answer).toMatchObject({ flags: ["unmapped"] });
        const postings = (await store.getFolio(DEMO, "001"))?.postings ?? [];
        expect(
          postings
            .filter((posting) => posting.flags.includes("unmapped"))
            .map((posting) => posting.sku),
        ).toEqual(["X"]);
      });
    });

    test("a closing store finishes what it took and takes nothing more", async () => {
      const own = await open();
      await own.provision(planOf(hotel));
      const pending = Array.from({ length: 20 }, (_, index) =>
        sendTo(own, hotel, billFor("001", index + 1)),
      );
      const closing = own.close();
      const late = sendTo(own, hotel, billFor("001", 1));
      await expect(late).rejects.toThrow(StoreUnavailable);
      await expect(late).rejects.toMatchObject({ reason: "draining" });
      const kinds = (await Promise.all(pending)).map((answer) => answer.kind);
      expect(new Set(kinds)).toEqual(new Set(["posted"]));
      await closing;
    });

    test("an empty store says so", async () => {
      const own = await open();
      expect(await own.isEmpty()).toBe(true);
      await own.provision(planOf(hotel));
      expect(await own.isEmpty()).toBe(false);
    });
  });
}
