import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import express from "express";
import type { ErrorRequestHandler, Express } from "express";
import * as OpenApiValidator from "express-openapi-validator";
import { startApp } from "../support/start-app.ts";
import type { RunningApp } from "../support/start-app.ts";
import { KEY, TOKEN } from "../support/provisioning.ts";

/** What the real server answered. */
interface Recorded {
  method: string;
  path: string;
  status: number;
  contentType: string;
  body: unknown;
}

/**
 * Our own check of answers could be wrong the same way twice: in the document and in how we read it. A validator that
 * others wrote reads the same document and looks at the same answers.
 */
describe("a validator that is not ours agrees with openapi.yaml", () => {
  let hotel: RunningApp;
  let judge: Server;
  let judgeUrl: string;
  const recorded: Recorded[] = [];

  beforeAll(async () => {
    hotel = await startApp();
    judge = createJudge(recorded).listen(0, "127.0.0.1");
    await new Promise((ready) => judge.once("listening", ready));
    judgeUrl = `http://127.0.0.1:${(judge.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    judge.closeAllConnections();
    await new Promise((closed) => judge.close(closed));
    await hotel.close();
  });

  test("over what a till gets", async () => {
    const search = (term: string, key = KEY) =>
      ask("GET", `/search?term=${term}&apiKey=${key}`);
    await agreed(await search("mia"), 200);
    await agreed(await search("nobody"), 200);
    await agreed(await search("mia", "wrong"), 401);
    const bill = example("ChargeRequest");
    await agreed(await charge(bill), 200);
    await agreed(await charge(bill), 200);
    await agreed(await charge({ ...bill, fiscId: "A56397.9" }), 409);
    await agreed(await charge({ ...bill, apiKey: "wrong" }), 401);
    await agreed(await charge({ ...bill, payments: "11" }), 400);
    const stranger = { amount: 11, methodCode: "IKPMS", reservationId: "x" };
    const toNobody = { ...bill, uuid: null, fiscId: "A1.1" };
    await agreed(await charge({ ...toNobody, payments: [stranger] }), 404);
  });

  test("over what a partner gets", async () => {
    const base = "/v1/properties/demo";
    for (const path of [
      "",
      "/api-keys",
      "/reservations?query=status%20%3D%20in-house",
      "/receipts?pageSize=1",
      "/receipts/R56397.3",
      "/refused-receipts",
      "/folios/001",
      "/folios/house:45454565682155",
      "/postings?orderBy=-gross",
      "/house-accounts",
    ]) {
      await agreed(await ask("GET", base + path, { token: TOKEN }), 200);
    }
    const refused = await ask("GET", `${base}/refused-receipts`, {
      token: TOKEN,
    });
    const { results } = refused.body as { results: { id: string }[] };
    expect(results.length).toBeGreaterThan(0);
    const path = `${base}/refused-receipts/${results[0]!.id}`;
    await agreed(await ask("GET", path, { token: TOKEN }), 200);
  });

  test("over what a partner changes", async () => {
    const base = "/v1/properties/demo";
    const token = TOKEN;
    const settings = await ask("GET", base, { token });
    const headers = { "If-Match": "*" };
    const put = { token, headers, body: settings.body };
    await agreed(await ask("PUT", base, put), 200);
    const guest = { reservationId: "002", roomId: "102", clientName: "J. W." };
    const guests = { token, headers, body: [{ ...guest, status: "in-house" }] };
    await agreed(await ask("PATCH", `${base}/reservations`, guests), 200);
    await agreed(
      await ask("PUT", `${base}/reservations?confirm=true`, guests),
      200,
    );
    const key = {
      token,
      headers: { "Idempotency-Key": "k1" },
      body: { name: "bar", businessLocationId: "45454565682155" },
    };
    const issued = await ask("POST", `${base}/api-keys`, key);
    await agreed(issued, 201);
    const { id } = issued.body as { id: string };
    expect(
      (await ask("DELETE", `${base}/api-keys/${id}`, { token })).status,
    ).toBe(204);
  });

  test("over problems", async () => {
    const base = "/v1/properties/demo";
    const token = TOKEN;
    await agreed(await ask("GET", base), 401);
    await agreed(await ask("GET", base, { token: "wrong" }), 401);
    await agreed(await ask("GET", `${base}/receipts/none`, { token }), 404);
    await agreed(await ask("GET", `${base}/receipts?page=0`, { token }), 400);
    await agreed(await ask("PUT", base, { token, body: {} }), 428);
    const headers = { "If-Match": '"old"' };
    const guests = { token, headers, body: [] };
    await agreed(await ask("PUT", `${base}/reservations`, guests), 412);
  });

  test("over what watches the process", async () => {
    await agreed(await ask("GET", "/healthz"), 200);
    await agreed(await ask("GET", "/readyz", { token: TOKEN }), 200);
  });

  test("and is no yes-man", async () => {
    const folio = await ask("GET", "/v1/properties/demo/folios/001", {
      token: TOKEN,
    });
    const posted = await charge(example("ChargeRequest"));
    const refused = await ask("GET", "/v1/properties/demo");
    for (const [answer, planted] of [
      [folio, { balance: 12 }],
      [posted, { flags: undefined }],
      [refused, { status: "401" }],
    ] as const) {
      const body = { ...(answer.body as object), ...planted };
      expect(await judged({ ...answer, body })).toMatchObject({
        status: 500,
        body: { objection: expect.any(String) },
      });
    }
  });

  async function ask(
    method: string,
    path: string,
    sent: {
      token?: string;
      headers?: Record<string, string>;
      body?: unknown;
    } = {},
  ): Promise<Recorded> {
    const answer = await fetch(hotel.url + path, {
      method,
      headers: {
        ...(sent.token === undefined
          ? {}
          : { Authorization: `Bearer ${sent.token}` }),
        ...(sent.body === undefined
          ? {}
          : { "Content-Type": "application/json" }),
        ...sent.headers,
      },
      ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
    });
    const text = await answer.text();
    return {
      method,
      path,
      status: answer.status,
      contentType: answer.headers.get("content-type") ?? "",
      body: text === "" ? null : (JSON.parse(text) as unknown),
    };
  }

  function charge(body: unknown): Promise<Recorded> {
    return ask("POST", "/charge", { body });
  }

  /** The answer has the status that was expected, and the judge lets it through unchanged. */
  async function agreed(answer: Recorded, status: number): Promise<void> {
    const { path, body } = answer;
    expect({ path, status: answer.status, body }).toMatchObject({ status });
    expect({ path, ...(await judged(answer)) }).toEqual({ path, status, body });
  }

  async function judged(
    answer: Recorded,
  ): Promise<{ status: number; body: unknown }> {
    const index = recorded.push(answer) - 1;
    const verdict = await fetch(judgeUrl + answer.path, {
      method: answer.method,
      headers: { "X-Recorded": String(index) },
    });
    return { status: verdict.status, body: await verdict.json() };
  }
});

/** Gives recorded answers again, past the validator. */
function createJudge(recorded: Recorded[]): Express {
  const app = express();
  app.use(
    OpenApiValidator.middleware({
      apiSpec: fileURLToPath(
        new URL("../../dist/openapi.json", import.meta.url),
      ),
      validateRequests: false,
      validateSecurity: false,
      validateResponses: true,
    }),
  );
  app.use((request, response) => {
    const answer = recorded[Number(request.headers["x-recorded"])]!;
    response.status(answer.status).type(answer.contentType).json(answer.body);
  });
  const objection: ErrorRequestHandler = (
    error: Error,
    _request,
    response,
    _next,
  ) => {
    response.status(500).json({ objection: error.message });
  };
  app.use(objection);
  return app;
}

function example(name: string): Record<string, unknown> {
  const file = new URL(`../../schemas/${name}.json`, import.meta.url);
  const schema = JSON.parse(readFileSync(file, "utf8")) as {
    examples: Record<string, unknown>[];
  };
  return { ...schema.examples[0], apiKey: KEY };
}
