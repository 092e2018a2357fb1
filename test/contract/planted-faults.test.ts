import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "@jest/globals";
import {
  ContractViolation,
  expectDocumented,
  watchContract,
} from "../support/contract.ts";
import type { Answer } from "../support/record-answer.ts";

const json = {
  "Content-Type": "application/json; charset=utf-8",
  "X-Request-Id": "r1",
};

const acknowledgement = {
  status: "posted",
  receiptId: "7164829301837824",
  bills: [{ folioId: "001", total: "12.00" }],
  flags: [],
};

describe("an answer that openapi.yaml promises passes", () => {
  test("an acknowledgement", () => {
    expectDocumented(charged(acknowledgement));
  });

  test("below a base path", () => {
    const answer = { ...charged(acknowledgement), path: "/hotel/pms/charge" };
    expectDocumented(answer, { basePath: "/hotel/pms" });
    expect(() => expectDocumented(answer)).toThrow("path is not documented");
  });

  test("a list, a query left aside", () => {
    expectDocumented(listed({}));
  });

  test("another method than the documented ones, as 405", () => {
    expectDocumented({
      ...charged({ customerErrorMessage: "PMS does not know this request" }),
      method: "PUT",
      status: 405,
      headers: { ...json, allow: "POST" },
    });
  });

  test("a path that does not exist, as 404", () => {
    expectDocumented({
      ...problem(404, "not_found"),
      path: "/v1/properties/demo/horses",
    });
  });

  test("an answer without content", () => {
    expectDocumented({
      method: "DELETE",
      path: "/v1/properties/demo/api-keys/7",
      status: 204,
      headers: { "x-request-id": "r1" },
      body: "",
    });
  });
});

describe("a planted fault is caught", () => {
  test.each<[string, Answer, string]>([
    [
      "a status that is not documented",
      { ...charged(acknowledgement), status: 202 },
      "the status is not documented",
    ],
    [
      "a status that is documented elsewhere only",
      { ...charged({ customerErrorMessage: "x" }), status: 412 },
      "the status is not documented",
    ],
    [
      "a wrong type",
      charged({ ...acknowledgement, receiptId: 7164829301837824 }),
      "the body at /receiptId must be string",
    ],
    [
      "money as a number",
      charged({ ...acknowledgement, bills: [{ folioId: "001", total: 12 }] }),
      "the body at /bills/0/total must be string",
    ],
    [
      "minus zero",
      charged({
        ...acknowledgement,
        bills: [{ folioId: "001", total: "-0.00" }],
      }),
      "the body at /bills/0/total must match pattern",
    ],
    [
      "a missing member",
      charged({ status: "posted", receiptId: "1", bills: [] }),
      "required property 'flags'",
    ],
    [
      "a member that no schema names",
      charged({ ...acknowledgement, clientName: "Mia Keller" }),
      "unevaluated properties (clientName)",
    ],
    [
      "one deep inside",
      charged({
        ...acknowledgement,
        bills: [{ folioId: "001", total: "1.00", room: "101" }],
      }),
      "the body at /bills/0 must NOT have unevaluated properties (room)",
    ],
    [
      "one in a row of a list",
      listed({ apiKey: "secret" }),
      "the body at /results/0 must NOT have unevaluated properties (apiKey)",
    ],
    [
      "an unknown word where the list is closed",
      charged({ ...acknowledgement, status: "accepted" }),
      "the body at /status must be equal to one of the allowed values",
    ],
    [
      "a till message of 51 characters",
      { ...charged({ customerErrorMessage: "é".repeat(51) }), status: 400 },
      "must NOT have more than 50 characters",
    ],
    [
      "a problem where the till is to print something",
      { ...problem(400, "body_invalid"), method: "POST", path: "/charge" },
      'the content type "application/problem+json" is not documented',
    ],
    [
      "a page where JSON is promised",
      {
        ...charged(acknowledgement),
        headers: { ...json, "content-type": "text/html" },
        body: "<html></html>",
      },
      'the content type "text/html" is not documented',
    ],
    [
      "no content type",
      { ...charged(acknowledgement), headers: { "x-request-id": "r1" } },
      'the content type "" is not documented',
    ],
    [
      "JSON that is not",
      { ...charged(acknowledgement), body: '{"status":"posted"' },
      "the body is not JSON",
    ],
    [
      "a body where none is promised",
      {
        ...charged(acknowledgement),
        method: "DELETE",
        path: "/v1/properties/demo/api-keys/7",
        status: 204,
      },
      "a body is not documented",
    ],
    [
      "a missing header",
      problem(429, "too_many_failures"),
      "the header Retry-After is missing",
    ],
    [
      "a header of another form",
      {
        ...problem(429, "too_many_failures"),
        headers: {
          ...problem(429, "too_many_failures").headers,
          "retry-after": "soon",
        },
      },
      "the header Retry-After must be integer",
    ],
    [
      "a problem with a code that is not listed",
      problem(400, "something_else"),
      "the body at /code must be equal to one of the allowed values",
    ],
    [
      "a method that is answered and not documented",
      { ...charged(acknowledgement), method: "PUT" },
      "the method is not documented",
    ],
    [
      "a path that is answered and not documented",
      { ...charged(acknowledgement), path: "/charge/again" },
      "the path is not documented",
    ],
  ])("%s", (_fault, answer, told) => {
    expect(() => expectDocumented(answer)).toThrow(ContractViolation);
    expect(() => expectDocumented(answer)).toThrow(told);
  });
});

test("a server that is watched gives away the first answer that is not documented", async () => {
  const answers = [
    acknowledgement,
    { ...acknowledgement, flags: "none" },
    acknowledgement,
  ];
  const server = createServer((_request, response) => {
    const body = JSON.stringify(answers.shift());
    response.writeHead(200, json);
    response.write(body.slice(0, 10));
    response.end(body.slice(10));
  });
  const finish = watchContract(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const send = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/charge`, {
      method: "POST",
    });
    await answer.text();
  };
  try {
    await send();
    expect(finish()).toBe(1);
    await send();
    await send();
    expect(finish).toThrow("the body at /flags must be array");
  } finally {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

function charged(body: object): Answer {
  return {
    method: "POST",
    path: "/charge",
    status: 200,
    headers: { ...json },
    body: JSON.stringify(body),
  };
}

function problem(status: number, code: string): Answer {
  return {
    method: "GET",
    path: "/v1/properties/demo/api-keys",
    status,
    headers: {
      "content-type": "application/problem+json",
      "x-request-id": "r1",
    },
    body: JSON.stringify({ type: "about:blank", title: "T", status, code }),
  };
}

function listed(more: object): Answer {
  const href = "/v1/properties/demo/api-keys";
  const row = {
    id: "7",
    name: "till",
    businessLocationId: "1",
    createdAt: "2026-11-21T09:00:00.000Z",
    revokedAt: null,
    ...more,
  };
  return {
    method: "GET",
    path: `${href}?pageSize=1`,
    status: 200,
    headers: { ...json, ETag: '"1.a"' },
    body: JSON.stringify({
      results: [row],
      pageNumber: 1,
      pageSize: 1,
      totalResults: 1,
      totalIsExact: true,
      _links: { self: { href }, current: { href } },
    }),
  };
}
