import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ERROR_CODES } from "../../src/errors.ts";
import { MANAGEMENT_ROUTES } from "../../src/management/management-routes.ts";
import { PROBLEMS } from "../../src/management/problems.ts";
import { buildBill, buildPayment, voidOf } from "../support/bill.ts";
import { addressOf, partnerOf } from "../support/partner.ts";
import { buildProvisioning, KEY, TOKEN } from "../support/provisioning.ts";
import { startApp } from "../support/start-app.ts";
import type { RunningApp } from "../support/start-app.ts";
import { send } from "../support/wire.ts";
import type { WireAnswer } from "../support/wire.ts";

const OTHER_TOKEN = "other-hotel-token-0123456789abcdefghijkl";
const READ_TOKEN = "read-only-token-0123456789abcdefghijklmn";
const WRITE_TOKEN = "write-only-token-0123456789abcdefghijklm";
const OTHER_KEY = "other-hotel-key-0123456789abcdefghijklmno";

let running: RunningApp;
let partner: ReturnType<typeof partnerOf>;

beforeAll(async () => {
  const provisioning = buildProvisioning((property) => {
    property["reservations"] = [
      { reservationId: "001", roomId: "101", clientName: "Mia Keller" },
      { reservationId: "002", roomId: "102", clientName: "Jörg Müller" },
    ];
    property["transactionCodes"] = {
      fallback: "9000",
      accountingGroups: { "962442041491505": { rates: { "7.70": "2001" } } },
    };
  });
  provisioning.properties.push({
    id: "other",
    name: "Other Hotel",
    currency: "JPY",
    timezone: "Asia/Tokyo",
    businessLocations: [
      { id: "888", name: "Sushi", apiKeys: [{ name: "till", key: OTHER_KEY }] },
    ],
    houseAccounts: [{ folioId: "EVENT-1", name: "Party" }],
    reservations: [
      { reservationId: "001", roomId: "1", clientName: "Other Guest" },
    ],
  });
  const all = ["read", "write", "admin"];
  provisioning.managementTokens.push(
    { name: "other", token: OTHER_TOKEN, scopes: all, properties: ["other"] },
    {
      name: "reader",
      token: READ_TOKEN,
      scopes: ["read"],
      properties: ["demo"],
    },
    {
      name: "writer",
      token: WRITE_TOKEN,
      scopes: ["write"],
      properties: ["demo"],
    },
  );
  running = await startApp({ provisioning });
  partner = partnerOf(running.url);
});
afterAll(() => running.close());

async function charge(bill: object): Promise<Record<string, unknown>> {
  const answer = await send(`${running.url}/charge`, {
    method: "POST",
    body: JSON.stringify({ apiKey: KEY, ...bill }),
  });
  return answer.json();
}

const codeOf = (answer: WireAnswer) => [answer.status, answer.json()["code"]];
const errorsOf = (answer: WireAnswer) =>
  answer.json()["errors"] as Record<string, string>[];
const any = { "If-Match": "*" };

/** Every route of the management API with something that exists in its place. */
async function everyRoute(): Promise<{ method: string; path: string }[]> {
  const posted = await charge(buildBill());
  await charge(
    buildBill({ payments: [buildPayment({ reservationId: "nobody" })] }),
  );
  const refused = (await partner("GET", "/refused-receipts")).json();
  const keys = (await partner("GET", "/api-keys")).json();
  const first = (list: Record<string, unknown>) =>
    (list["results"] as { id: string }[])[0]!.id;
  const places: Record<string, string> = {
    receiptId: String(posted["receiptId"]),
    saleID: String(posted["receiptId"]),
    folioId: "001",
    date: "2026-11-20",
    from: "2026-11-20",
    to: "2026-11-21",
  };
  return MANAGEMENT_ROUTES.flatMap(({ template, methods }) =>
    Object.keys(methods).map((method) => ({
      method,
      path: template
        .replace("/v1/properties/:propertyId", "")
        .replace(
          ":id",
          template.includes("api-keys") ? first(keys) : first(refused),
        )
        .replace(
          /:(?!propertyId|businessLocationId)(\w+)/g,
          (_, name: string) => places[name]!,
        ),
    })),
  );
}

describe("who gets in", () => {
  test("every route refuses a request without a token, with an unknown one, and with a till's key", async () => {
    for (const { method, path } of await everyRoute()) {
      const url = `${running.url}${addressOf("demo", path)}`;
      const bare = await send(url, { method });
      expect([method, path, ...codeOf(bare)]).toEqual([
        method,
        path,
        401,
        "token_missing",
      ]);
      expect(bare.headers["www-authenticate"]).toBe("Bearer");
      for (const token of ["x".repeat(40), KEY, TOKEN.slice(1), `${TOKEN}x`]) {
        const answer = await partnerOf(running.url, { token })(method, path);
        expect(codeOf(answer)).toEqual([401, "token_unknown"]);
      }
    }
  });

  test("every route hides another hotel's property, in the same words as one that does not exist", async () => {
    const stranger = partnerOf(running.url, { token: OTHER_TOKEN });
    const nowhere = partnerOf(running.url, {
      token: OTHER_TOKEN,
      propertyId: "nowhere",
    });
    for (const { method, path } of await everyRoute()) {
      const body = method === "GET" || method === "DELETE" ? undefined : [];
      const headers = { ...any, "Idempotency-Key": "k" };
      const options = body === undefined ? { headers } : { headers, body };
      const hidden = await stranger(method, path, options);
      const absent = await nowhere(method, path, options);
      expect([method, path, ...codeOf(hidden)]).toEqual([
        method,
        path,
        404,
        "not_found",
      ]);
      const words = ({ instance: _id, ...rest }: Record<string, unknown>) =>
        rest;
      expect(words(hidden.json())).toEqual(words(absent.json()));
    }
    expect((await partner("GET", "")).status).toBe(200);
  });

  test("what belongs to one hotel is not found below another, even by a token that sees both", async () => {
    const receipt = String((await charge(buildBill()))["receiptId"]);
    const other = partnerOf(running.url, { propertyId: "other" });
    expect((await partner("GET", `/receipts/${receipt}`)).status).toBe(200);
    expect((await other("GET", `/receipts/${receipt}`)).status).toBe(404);
    const sale = `/Account/:propertyId/Sale/${receipt}/refund.json`;
    const body = { SalePayments: { SalePayment: { paymentTypeID: 1 } } };
    expect((await other("POST", sale, { body })).status).toBe(404);
    const keys = (await partner("GET", "/api-keys")).json();
    const [key] = keys["results"] as { id: string }[];
    expect((await other("DELETE", `/api-keys/${key!.id}`)).status).toBe(404);
    expect((await charge(buildBill()))["status"]).toBe("posted");
    const folio = (await other("GET", "/folios/001")).json();
    expect(folio).toMatchObject({
      balance: "0",
      currency: "JPY",
      postings: [],
    });
  });

  test("each method needs its scope and no other will do", async () => {
    const needed: Record<string, string> = {
      "GET ": "read",
      "PUT ": "admin",
      "GET /api-keys": "admin",
      "POST /api-keys": "admin",
      "DELETE /api-keys/:id": "admin",
      "PUT /reservations": "write",
      "POST /business-dates/:date/close": "write",
      "PATCH /reservations": "write",
      "POST /refunds": "write",
      "POST /reconciliations": "write",
      "POST /Account/:propertyId/Sale/:saleID/refund.json": "write",
      "GET /refused-receipts/:id/body": "admin",
      "POST /refused-receipts/:id/repost": "write",
      "POST /refused-receipts/:id/dismiss": "write",
    };
    for (const { template, methods } of MANAGEMENT_ROUTES) {
      for (const [method, action] of Object.entries(methods)) {
        const path = template.replace("/v1/properties/:propertyId", "");
        expect([method, path, action.scope]).toEqual([
          method,
          path,
          needed[`${method} ${path}`] ?? "read",
        ]);
      }
    }
    const reader = partnerOf(running.url, { token: READ_TOKEN });
    const writer = partnerOf(running.url, { token: WRITE_TOKEN });
    expect((await reader("GET", "/receipts")).status).toBe(200);
    expect(codeOf(await reader("GET", "/api-keys"))).toEqual([
      403,
      "scope_missing",
    ]);
    expect(
      codeOf(await reader("PATCH", "/reservations", { body: [] })),
    ).toEqual([403, "scope_missing"]);
    expect(codeOf(await writer("GET", "/receipts"))).toEqual([
      403,
      "scope_missing",
    ]);
    expect(codeOf(await writer("PUT", "", { body: {} }))).toEqual([
      403,
      "scope_missing",
    ]);
  });
});

describe("problems", () => {
  test("every code has a status and a title", () => {
    expect(Object.keys(PROBLEMS).sort()).toEqual([...ERROR_CODES].sort());
  });

  test("unknown routes, addresses that cannot be decoded and wrong methods are problems too", async () => {
    for (const path of [
      "/",
      "/v1",
      "/v1/properties",
      "/v1/properties/demo/nothing",
      "/v1/properties/demo/receipts/%E0%A4%A",
    ]) {
      const answer = await send(running.url + path);
      expect([path, ...codeOf(answer)]).toEqual([path, 404, "not_found"]);
      expect(answer.headers["content-type"]).toMatch(
        /^application\/problem\+json/,
      );
    }
    const answer = await partner("POST", "/receipts", { body: {} });
    expect(codeOf(answer)).toEqual([405, "method_not_allowed"]);
    expect(answer.headers.allow).toBe("GET, HEAD");
    expect(answer.json()).toMatchObject({
      type: "/docs#method_not_allowed",
      title: PROBLEMS.method_not_allowed.title,
      status: 405,
      instance: answer.headers["x-request-id"],
    });
    expect((await partner("HEAD", "/receipts")).status).toBe(200);
  });

  test("an unknown or repeated parameter is refused by name, with the one that was meant", async () => {
    const unknown = await partner("GET", "/receipts?pagesize=5&sort=x");
    expect(codeOf(unknown)).toEqual([400, "parameter_unknown"]);
    expect(errorsOf(unknown)).toEqual([
      { parameter: "pagesize", detail: "is not known; did you mean pageSize?" },
      expect.objectContaining({ parameter: "sort" }),
    ]);
    const repeated = await partner("GET", "/receipts?page=1&page=2");
    expect(errorsOf(repeated)).toEqual([
      { parameter: "page", detail: "is given more than once" },
    ]);
    expect(codeOf(await partner("GET", "?verbose=1"))).toEqual([
      400,
      "parameter_unknown",
    ]);
  });

  test("a body is refused by type, by form, by size and by shape, each named", async () => {
    const put = (body: string, headers = {}) =>
      partner("PUT", "/reservations", {
        body,
        headers: { ...any, ...headers },
      });
    expect(codeOf(await put("[]", { "Content-Type": "text/csv" }))).toEqual([
      415,
      "content_type_unsupported",
    ]);
    expect(codeOf(await put("[]", { "Content-Encoding": "br" }))).toEqual([
      415,
      "content_type_unsupported",
    ]);
    const malformed = await put('[{"reservationId":"1","reservationId":"2"}]');
    expect(codeOf(malformed)).toEqual([400, "json_malformed"]);
    expect(errorsOf(malformed)).toEqual([
      { pointer: "/0/reservationId", detail: "is given twice" },
    ]);
    expect(codeOf(await put("[{"))).toEqual([400, "json_malformed"]);
    expect(codeOf(await put(""))).toEqual([400, "json_malformed"]);
    expect(codeOf(await put(" ".repeat(8 * 1024 * 1024 + 1)))).toEqual([
      413,
      "body_too_large",
    ]);
    const shaped = await put(
      JSON.stringify([
        {
          reservationId: "1",
          clientname: "x",
          creditLimit: "1.005",
          status: "gone",
        },
      ]),
    );
    expect(codeOf(shaped)).toEqual([400, "body_invalid"]);
    const pointers = errorsOf(shaped).map((error) => error["pointer"]);
    expect(pointers).toContain("/0/status");
    expect(
      errorsOf(shaped)
        .map((error) => error["detail"])
        .join("\n"),
    ).toMatch(/clientName/);
    const twice = await put(
      JSON.stringify(
        [1, 2].map(() => ({
          reservationId: "1",
          clientName: "x",
          creditLimit: "1.005",
        })),
      ),
    );
    expect(
      errorsOf(twice)
        .map((error) => error["pointer"])
        .sort(),
    ).toEqual(["/0/creditLimit", "/1/creditLimit", "/1/reservationId"]);
    expect((await partner("GET", "/reservations")).json()["totalResults"]).toBe(
      2,
    );
  });

  test("a fault here is 500 without a word of what it was, which the log tells", async () => {
    const { store } = running.app;
    const original = store.getFolio.bind(store);
    store.getFolio = () => Promise.reject(new Error("SELECT secret FROM t"));
    const answer = await partner("GET", "/folios/001", {
      headers: { "X-Request-Id": "broken-1" },
    });
    store.getFolio = original;
    expect(codeOf(answer)).toEqual([500, "internal"]);
    expect(answer.text).not.toContain("SELECT");
    const line = running
      .logged()
      .find(
        (one) =>
          one["event"] === "request.failed" && one["requestId"] === "broken-1",
      );
    expect(line).toMatchObject({ error: { message: "SELECT secret FROM t" } });
  });
});

describe("versions", () => {
  test("a GET that names what it has is answered 304, until it changes", async () => {
    for (const path of [
      "",
      "/reservations",
      "/receipts",
      "/postings",
      "/api-keys",
      "/house-accounts",
      "/refused-receipts",
      "/folios/001",
    ]) {
      const first = await partner("GET", path);
      const tag = first.headers.etag!;
      expect(tag).toMatch(/^"[^"]+"$/);
      const fresh = await partner("GET", path, {
        headers: { "If-None-Match": `"x", W/${tag}` },
      });
      expect([path, fresh.status, fresh.text, fresh.headers.etag]).toEqual([
        path,
        304,
        "",
        tag,
      ]);
    }
    const folio = (await partner("GET", "/folios/001")).headers.etag!;
    await charge(buildBill());
    const changed = await partner("GET", "/folios/001", {
      headers: { "If-None-Match": folio },
    });
    expect(changed.status).toBe(200);
    expect(changed.headers.etag).not.toBe(folio);
  });

  test("a change needs If-Match, of the version there is", async () => {
    const change = [{ reservationId: "001", roomId: "201" }];
    const patch = (headers: Record<string, string>) =>
      partner("PATCH", "/reservations", { body: change, headers });
    expect(codeOf(await patch({}))).toEqual([428, "precondition_missing"]);
    const old = (await partner("GET", "/reservations?pageSize=1")).headers
      .etag!;
    for (const wrong of ['"nothing"', `W/${old}`, "unquoted", '""']) {
      expect([wrong, ...codeOf(await patch({ "If-Match": wrong }))]).toEqual([
        wrong,
        412,
        "precondition_failed",
      ]);
    }
    const done = await patch({ "If-Match": `"nothing", ${old}` });
    expect(done.json()).toEqual({
      counts: { created: 0, changed: 1, unchanged: 0, checkedOut: 0 },
    });
    expect(codeOf(await patch({ "If-Match": old }))).toEqual([
      412,
      "precondition_failed",
    ]);
    const next = await patch({ "If-Match": done.headers.etag! });
    expect(next.json()["counts"]).toMatchObject({ changed: 0, unchanged: 1 });
    expect((await patch(any)).status).toBe(200);
  });

  test("two changes that started from the same version: one is made, the other refused", async () => {
    const { etag } = (await partner("GET", "/reservations")).headers;
    const answers = await Promise.all(
      ["301", "302"].map((roomId) =>
        partner("PATCH", "/reservations", {
          body: [{ reservationId: "002", roomId }],
          headers: { "If-Match": etag! },
        }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412]);
  });

  test("a charge does not make the guest directory another version", async () => {
    const { etag } = (await partner("GET", "/reservations")).headers;
    await charge(buildBill());
    const answer = await partner("PATCH", "/reservations", {
      body: [{ reservationId: "001", blocked: false }],
      headers: { "If-Match": etag! },
    });
    expect(answer.status).toBe(200);
  });
});

describe("settings", () => {
  test("come back as they are sent, with all that was filled in, and can be sent again", async () => {
    const first = await partner("GET", "");
    const settings = first.json();
    expect(settings).toMatchObject({
      id: "demo",
      roundingTolerance: "0.05",
      transactionCodes: {
        fallback: "9000",
        accountingGroups: { "962442041491505": { rates: { "7.7": "2001" } } },
      },
      houseAccounts: [
        { folioId: "EVENT-7", blocked: false, creditLimit: null },
      ],
    });
    const tag = first.headers.etag!;
    const put = await partner("PUT", "", {
      body: settings,
      headers: { "If-Match": tag },
    });
    expect([put.status, put.json()]).toEqual([200, settings]);
    const renamed = { ...settings, name: "Hotel Renamed" };
    const changed = await partner("PUT", "", {
      body: renamed,
      headers: { "If-Match": put.headers.etag! },
    });
    expect(changed.json()).toEqual(renamed);
    expect(changed.headers.etag).not.toBe(put.headers.etag);
    expect((await partner("GET", "")).json()).toEqual(renamed);
    expect(
      codeOf(
        await partner("PUT", "", {
          body: settings,
          headers: { "If-Match": tag },
        }),
      ),
    ).toEqual([412, "precondition_failed"]);
  });

  test("hold at the till at once", async () => {
    const settings = (await partner("GET", "")).json();
    const [location] = settings["businessLocations"] as object[];
    const strict = {
      ...settings,
      businessLocations: [{ ...location, businessExternalReference: "ours" }],
    };
    const charged = async () =>
      (
        await send(`${running.url}/charge`, {
          method: "POST",
          body: JSON.stringify(
            buildBill({ apiKey: KEY, businessExternalReference: "theirs" }),
          ),
        })
      ).status;
    expect(await charged()).toBe(200);
    expect(
      (await partner("PUT", "", { body: strict, headers: any })).status,
    ).toBe(200);
    expect(await charged()).toBe(403);
    expect(
      (await partner("PUT", "", { body: settings, headers: any })).status,
    ).toBe(200);
    expect(await charged()).toBe(200);
  });

  test("that cannot be right are refused with each place", async () => {
    const settings = (await partner("GET", "")).json();
    const answer = await partner("PUT", "", {
      body: { ...settings, id: "else", currency: "XXQ", timezone: "Mars/Base" },
      headers: any,
    });
    expect(codeOf(answer)).toEqual([400, "body_invalid"]);
    expect(errorsOf(answer).map((error) => error["pointer"])).toEqual([
      "/id",
      "/currency",
      "/timezone",
    ]);
    const taken = await partner("PUT", "", {
      body: { ...settings, houseAccounts: [{ folioId: "001", name: "x" }] },
      headers: any,
    });
    expect(codeOf(taken)).toEqual([409, "id_taken"]);
    expect(errorsOf(taken)).toMatchObject([
      { pointer: "/houseAccounts/0/folioId" },
    ]);
    const elsewhere = await partner("PUT", "", {
      body: { ...settings, businessLocations: [{ id: "888", name: "x" }] },
      headers: any,
    });
    expect(codeOf(elsewhere)).toEqual([409, "id_taken"]);
    expect(errorsOf(elsewhere)).toMatchObject([
      { pointer: "/businessLocations/0/id" },
    ]);
  });

  test("of a new property are stored by a token for all, and are then there", async () => {
    const fresh = partnerOf(running.url, { propertyId: "fresh" });
    expect((await fresh("GET", "")).status).toBe(404);
    const body = {
      id: "fresh",
      name: "Fresh",
      currency: "EUR",
      timezone: "Europe/Berlin",
    };
    const put = await fresh("PUT", "", { body, headers: any });
    expect(put.status).toBe(200);
    expect((await fresh("GET", "")).json()).toMatchObject({
      ...body,
      dayEndsAt: "00:00",
    });
    expect((await fresh("GET", "/reservations")).json()).toMatchObject({
      results: [],
      totalResults: 0,
    });
  });
});

describe("API keys", () => {
  const issue = (
    key: string | null,
    name = "terrace",
    location = "45454565682155",
  ) =>
    partner("POST", "/api-keys", {
      body: { name, businessLocationId: location },
      headers: key === null ? {} : { "Idempotency-Key": key },
    });

  test("are shown once and once more to a repeat of the request, and only their digest is listed", async () => {
    const first = await issue("issue-1");
    expect(first.status).toBe(201);
    const shown = first.json() as { key: string; id: string };
    expect(shown.key.length).toBeGreaterThanOrEqual(32);
    const again = await issue("issue-1");
    expect([again.status, again.json()]).toEqual([201, shown]);
    expect(codeOf(await issue("issue-1", "another"))).toEqual([
      409,
      "idempotency_conflict",
    ]);
    const list = await partner("GET", "/api-keys");
    expect(list.text).not.toContain(shown.key);
    const { key: _key, ...listed } = shown;
    expect(list.json()["results"]).toContainEqual(listed);
  });

  test("need an Idempotency-Key and a location of this property", async () => {
    const missing = await issue(null);
    expect(codeOf(missing)).toEqual([400, "idempotency_key_missing"]);
    expect(errorsOf(missing)).toEqual([
      { header: "Idempotency-Key", detail: "is missing" },
    ]);
    expect(codeOf(await issue("has spaces"))).toEqual([
      400,
      "idempotency_key_invalid",
    ]);
    expect(codeOf(await issue("k".repeat(256)))).toEqual([
      400,
      "idempotency_key_invalid",
    ]);
    const foreign = await issue("issue-2", "x", "888");
    expect(errorsOf(foreign)).toMatchObject([
      { pointer: "/businessLocationId" },
    ]);
    expect((await issue("issue-2")).status).toBe(201);
  });

  test("are refused at the till once revoked, and can be revoked again", async () => {
    const { key, id } = (await issue("issue-3")).json() as Record<
      string,
      string
    >;
    const search = async () =>
      (await send(`${running.url}/search?apiKey=${key}`)).status;
    expect(await search()).toBe(200);
    for (let count = 0; count < 2; count += 1) {
      const revoked = await partner("DELETE", `/api-keys/${id}`);
      expect([revoked.status, revoked.text]).toEqual([204, ""]);
      expect(await search()).toBe(401);
    }
    expect(codeOf(await partner("DELETE", "/api-keys/99"))).toEqual([
      404,
      "not_found",
    ]);
  });
});

describe("the guest directory", () => {
  test("marks who is absent as checked out, and asks before it empties the house", async () => {
    const house = partnerOf(running.url, { propertyId: "other" });
    const guests = Array.from({ length: 5 }, (_, index) => ({
      reservationId: `g${index}`,
      roomId: String(index),
      clientName: `Guest ${index}`,
      creditLimit: "1000",
    }));
    const put = (body: unknown, query = "") =>
      house("PUT", `/reservations${query}`, { body, headers: any });
    const first = await put(guests, "?confirm=true");
    expect(first.json()["counts"]).toEqual({
      created: 5,
      changed: 1,
      unchanged: 0,
      checkedOut: 1,
    });
    for (const body of [[], guests.slice(0, 2)]) {
      const asked = await put(body);
      expect(codeOf(asked)).toEqual([409, "confirmation_needed"]);
      expect(errorsOf(asked)).toEqual([
        { parameter: "confirm", detail: "must be true" },
      ]);
    }
    expect(codeOf(await put([], "?confirm=yes"))).toEqual([
      400,
      "parameter_invalid",
    ]);
    const some = await put(guests.slice(0, 3));
    expect(some.json()["counts"]).toMatchObject({
      unchanged: 3,
      checkedOut: 2,
    });
    expect((await put([], "?confirm=true")).json()["counts"]).toMatchObject({
      checkedOut: 3,
    });
    const left = (
      await house("GET", "/reservations?query=status=checked-out")
    ).json();
    expect(left["totalResults"]).toBe(6);

    // Nobody is in house, and all who are due would be turned away.
    await put(guests.map((guest) => ({ ...guest, status: "due-in" })));
    const asked = await put([]);
    expect(codeOf(asked)).toEqual([409, "confirmation_needed"]);
    expect(asked.json()["detail"]).toContain(
      "0 of 0 guests in house and 5 due in",
    );
    const gone = await put([], "?confirm=true");
    expect(gone.json()["counts"]).toMatchObject({ checkedOut: 5 });
    expect((await put([])).status).toBe(200);
  });

  test("a change to a reservation never seen needs all it takes, and is refused whole", async () => {
    const answer = await partner("PATCH", "/reservations", {
      body: [
        { reservationId: "001", roomId: "999" },
        { reservationId: "new", roomId: "5" },
      ],
      headers: any,
    });
    expect(codeOf(answer)).toEqual([400, "reservation_incomplete"]);
    expect(errorsOf(answer)).toMatchObject([
      { pointer: expect.stringMatching(/^\/1\//) },
    ]);
    const list = (
      await partner("GET", "/reservations?query=reservationId=001")
    ).json();
    expect((list["results"] as { roomId: string }[])[0]!.roomId).not.toBe(
      "999",
    );
    const taken = await partner("PATCH", "/reservations", {
      body: [
        {
          reservationId: "EVENT-7",
          roomId: "1",
          clientName: "x",
          status: "in-house",
        },
      ],
      headers: any,
    });
    expect(codeOf(taken)).toEqual([409, "id_taken"]);
    expect(errorsOf(taken)).toMatchObject([{ pointer: "/0/reservationId" }]);
  });

  test("a credit limit is set, shown with what is left, and taken away by null", async () => {
    const patch = (creditLimit: string | null) =>
      partner("PATCH", "/reservations", {
        body: [{ reservationId: "002", creditLimit }],
        headers: any,
      });
    const shown = async () =>
      (
        (await partner("GET", "/reservations?query=reservationId=002")).json()[
          "results"
        ] as object[]
      )[0];
    await patch("20.5");
    const before = await shown();
    expect(before).toMatchObject({
      creditLimit: "20.50",
      creditLeft: "20.50",
    });
    // What is left is computed: it may come back, and says nothing.
    const sentBack = await partner("PATCH", "/reservations", {
      body: [{ ...before, creditLeft: "99.00" }],
      headers: any,
    });
    expect(sentBack.status).toBe(200);
    expect(await shown()).toEqual(before);
    await charge(
      buildBill({
        payments: [buildPayment({ amount: 11, reservationId: "002" })],
      }),
    );
    expect(await shown()).toMatchObject({
      creditLimit: "20.50",
      creditLeft: "9.50",
    });
    await patch(null);
    expect(await shown()).toMatchObject({
      creditLimit: null,
      creditLeft: null,
    });
  });
});

describe("reading back", () => {
  test("a receipt is found by our id, its fiscal id and its number, with lines, bills, chain and what was given back", async () => {
    const bill = buildBill({ receiptId: "R/56 397.1" });
    const { receiptId } = await charge(bill);
    const first = await partner("GET", `/receipts/${String(receiptId)}`);
    expect(first.json()).toMatchObject({
      receiptId,
      uuid: bill["uuid"],
      kind: "sale",
      currency: "CHF",
      gross: "11.00",
      tax: "0.79",
      tips: "1.00",
      bills: [
        { folioId: "001", amount: "11.00", gratuity: "1.00", total: "12.00" },
      ],
      lines: [
        {
          lineId: "1",
          kind: "item",
          net: "5.57",
          tax: "0.43",
          gross: "6.00",
          refundable: { quantity: "1", amount: "6.00" },
        },
        {
          lineId: "2",
          kind: "item",
          gross: "5.00",
          refundable: { amount: "5.00" },
        },
      ],
      chain: [{ receiptId, kind: "sale" }],
      reverses: null,
      refunds: [],
    });
    for (const reference of [bill["fiscId"], bill["receiptId"]]) {
      const found = await partner(
        "GET",
        `/receipts/${encodeURIComponent(String(reference))}`,
      );
      expect(found.json()).toEqual(first.json());
    }
    const voided = await charge(voidOf(bill));
    const after = (
      await partner("GET", `/receipts/${String(receiptId)}`)
    ).json();
    expect(after["refunds"]).toEqual([
      { id: voided["receiptId"], status: "posted", totalAmount: "12.00" },
    ]);
    expect(after["lines"]).toMatchObject([
      { refundable: { quantity: "0", amount: "0.00" } },
      { refundable: { quantity: "0", amount: "0.00" } },
    ]);
    const reversal = (
      await partner("GET", `/receipts/${String(voided["receiptId"])}`)
    ).json();
    expect(reversal).toMatchObject({
      kind: "reversal",
      reverses: receiptId,
      gross: "-11.00",
    });
    for (const nobody of [
      "1",
      "99999999999999999999999",
      "R0",
      "x".repeat(300),
    ]) {
      expect((await partner("GET", `/receipts/${nobody}`)).status).toBe(404);
    }
  });

  test("a folio shows its balance; the clearing account is zero; an unknown one is not found", async () => {
    const before = Number(
      (await partner("GET", "/folios/EVENT-7")).json()["balance"],
    );
    await charge(
      buildBill({
        payments: [
          buildPayment({ amount: 4, reservationId: "EVENT-7" }),
          buildPayment({ amount: 7, methodCode: "CASH", reservationId: null }),
        ],
      }),
    );
    const folio = (await partner("GET", "/folios/EVENT-7")).json();
    expect(Number(folio["balance"]) - before).toBe(4);
    const clearing = (
      await partner("GET", "/folios/house%3A45454565682155")
    ).json();
    expect(clearing["balance"]).toBe("0.00");
    expect(clearing["postings"]).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: "payment",
          gross: "-7.00",
          methodCode: "CASH",
        }),
      ]),
    );
    for (const nobody of ["house:999", "nobody", "%20"]) {
      expect((await partner("GET", `/folios/${nobody}`)).status).toBe(404);
    }
  });

  test("a refused receipt is shown without its body, which needs admin", async () => {
    await charge(
      buildBill({
        payments: [buildPayment({ amount: 3, reservationId: "nobody-1" })],
      }),
    );
    const list = (await partner("GET", "/refused-receipts?pageSize=1")).json();
    const [item] = list["results"] as Record<string, unknown>[];
    expect(item).toMatchObject({
      status: "open",
      reason: "reservation-unknown",
      reservationIds: ["nobody-1"],
      gross: "3.00",
    });
    const path = `/refused-receipts/${String(item!["id"])}`;
    const shown = (await partner("GET", path)).json();
    expect(shown).toEqual({ ...item, candidates: [] });
    const reader = partnerOf(running.url, { token: READ_TOKEN });
    expect(codeOf(await reader("GET", `${path}/body`))).toEqual([
      403,
      "scope_missing",
    ]);
    const body = await partner("GET", `${path}/body`);
    expect(body.text).toContain("nobody-1");
    expect(body.text).not.toContain(KEY);
    expect((await partner("GET", "/refused-receipts/17")).status).toBe(404);
    expect((await partner("GET", "/refused-receipts/abc/body")).status).toBe(
      404,
    );
  });
});
