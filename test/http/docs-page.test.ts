import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { contract } from "../support/openapi-document.ts";
import { startApp } from "../support/start-app.ts";
import type { RunningApp } from "../support/start-app.ts";

let hotel: RunningApp;
beforeAll(async () => {
  hotel = await startApp();
});
afterAll(async () => {
  await hotel.close();
});

test("the contract is handed out in one piece", async () => {
  const answer = await fetch(`${hotel.url}/openapi.yaml`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^application\/yaml/);
  const text = await answer.text();
  expect(parse(text)).toEqual(contract);
  // A reference that leaves the document would ask for a file that nobody serves.
  expect(text).not.toMatch(/\$ref: (?!"?#\/)/);
});

test("the page runs under a policy without exceptions and needs nothing from elsewhere", async () => {
  const answer = await fetch(`${hotel.url}/docs`);
  const policy = answer.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';style-src 'self'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  const page = await answer.text();
  expect(page).not.toMatch(/<style|style=| on[a-z]+=|<script>/);
  const asked = [...page.matchAll(/(?:src|href|data-url)="([^"]+)"/g)]
    .map(([, address]) => address!)
    .filter((address) => !address.startsWith("data:"));
  expect(asked).toHaveLength(4);
  for (const address of asked) {
    const part = await fetch(new URL(address, `${hotel.url}/docs`));
    expect({ address, status: part.status }).toEqual({ address, status: 200 });
    expect(part.url.startsWith(hotel.url)).toBe(true);
    await part.arrayBuffer();
  }
  const script = await fetch(`${hotel.url}/docs/docs.js`);
  expect(await script.text()).toContain("validatorUrl: null");
});

test("other methods and other files are told apart", async () => {
  const posted = await fetch(`${hotel.url}/docs`, { method: "POST" });
  expect(posted.status).toBe(405);
  expect(posted.headers.get("allow")).toBe("GET, HEAD");
  const asked = ["index.html", "..%2f..%2fpackage.json", "swagger-ui.js"];
  for (const name of asked) {
    const answer = await fetch(`${hotel.url}/docs/${name}`);
    expect({ name, status: answer.status }).toEqual({ name, status: 404 });
  }
  const head = await fetch(`${hotel.url}/docs`, { method: "HEAD" });
  expect(head.status).toBe(200);
});
