import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "@jest/globals";
import type { ResolveHost } from "../../src/outgoing/target-rules.ts";
import { Outgoing } from "../../src/outgoing/outgoing.ts";
import type { OutgoingRequest } from "../../src/outgoing/outgoing.ts";
import { isPrivateAddress } from "../../src/outgoing/private-address.ts";
import { retryAfterMs, withRetries } from "../../src/outgoing/with-retries.ts";

const opened: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

async function serve(listener: RequestListener): Promise<number> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  opened.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return (server.address() as AddressInfo).port;
}

function outgoing(
  allowPrivateTargets: boolean,
  resolveHost?: ResolveHost,
): Outgoing {
  const made = new Outgoing({
    allowPrivateTargets,
    ...(resolveHost === undefined ? {} : { resolveHost }),
  });
  opened.push(made);
  return made;
}

function get(
  url: string,
  more: Partial<OutgoingRequest> = {},
): OutgoingRequest {
  return { method: "GET", url, timeoutMs: 2_000, bytesMax: 1_000, ...more };
}

const answers =
  (...lists: string[][]): ResolveHost =>
  (_host, _options, callback) => {
    const addresses = lists.length > 1 ? lists.shift()! : lists[0]!;
    callback(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    );
  };

describe("addresses that are not on the public internet", () => {
  test.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "::ffff:127.0.0.1",
    "::7f00:1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "no address",
  ])("%s is one", (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  test.each(["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])(
    "%s is none",
    (address) => {
      expect(isPrivateAddress(address)).toBe(false);
    },
  );
});

describe("what is called", () => {
  test.each([
    "https://127.0.0.1:PORT/",
    "https://localhost:PORT/",
    "https://[::1]:PORT/",
    "https://2130706433:PORT/",
    "http://127.0.0.1:PORT/",
    "http://example.com:PORT/",
    "https://user:secret@example.com/",
    "ftp://example.com/",
  ])("is not %s", async (template) => {
    const calls: unknown[] = [];
    const port = await serve((request, response) => {
      calls.push(request.url);
      response.end();
    });
    const url = template.replace("PORT", String(port));
    await expect(outgoing(false).send(get(url))).rejects.toMatchObject({
      code: "TARGET_REFUSED",
      message: expect.not.stringContaining("secret"),
    });
    expect(calls).toEqual([]);
  });

  test("is no private address behind a public name, nor one among public ones", async () => {
    for (const addresses of [["10.0.0.1"], ["93.184.216.34", "127.0.0.1"]]) {
      await expect(
        outgoing(false, answers(addresses)).send(get("https://pms.example/")),
      ).rejects.toMatchObject({ code: "TARGET_REFUSED" });
    }
  });

  test("is checked by the very addresses the connection is opened to: a name is looked up once, and not again after the check", async () => {
    const port = await serve((_request, response) => response.end("hello"));
    const lookups: string[] = [];
    const resolve = answers(["127.0.0.1"], ["192.168.7.7"]);
    const counted: ResolveHost = (host, options, callback) => {
      lookups.push(host);
      resolve(host, options, callback);
    };
    const answer = await outgoing(true, counted).send(
      get(`http://pms.example:${port}/`),
    );
    expect(answer.body.toString()).toBe("hello");
    expect(lookups).toEqual(["pms.example"]);
  });

  test("may be private and without TLS where that is meant, but a public one never without", async () => {
    const port = await serve((_request, response) => response.end("hello"));
    const own = outgoing(true);
    const answer = await own.send(get(`http://localhost:${port}/`));
    expect(answer.body.toString()).toBe("hello");
    await expect(
      outgoing(true, answers(["93.184.216.34"])).send(
        get("http://public.example/"),
      ),
    ).rejects.toMatchObject({ code: "TARGET_REFUSED" });
  });
});

describe("an answer", () => {
  test("that redirects is not followed", async () => {
    const seen: unknown[] = [];
    const port = await serve((request, response) => {
      seen.push(request.url);
      response.writeHead(302, { location: "/other" }).end();
    });
    const answer = await outgoing(true).send(
      get(`http://127.0.0.1:${port}/first`),
    );
    expect([answer.status, seen]).toEqual([302, ["/first"]]);
  });

  test("that is too long, packed, or too late is given up", async () => {
    const port = await serve((request, response) => {
      if (request.url === "/long") response.end("x".repeat(1_001));
      else if (request.url === "/packed")
        response
          .writeHead(200, { "content-encoding": "gzip" })
          .end(gzipSync("x"));
      else if (request.url === "/slow") response.write("x");
    });
    const own = outgoing(true);
    const at = (path: string): Promise<unknown> =>
      own.send(get(`http://127.0.0.1:${port}${path}`, { timeoutMs: 300 }));
    await expect(at("/long")).rejects.toMatchObject({ reason: "too-large" });
    await expect(at("/packed")).rejects.toMatchObject({ reason: "encoded" });
    await expect(at("/slow")).rejects.toMatchObject({ reason: "timeout" });
    await expect(at("/silent?token=secret")).rejects.toMatchObject({
      reason: "timeout",
      message: expect.not.stringContaining("secret"),
    });
  });

  test("is not waited for once the caller has gone", async () => {
    const port = await serve(() => undefined);
    const gone = new AbortController();
    const { signal } = gone;
    const sent = outgoing(true).send(
      get(`http://127.0.0.1:${port}/`, { signal }),
    );
    gone.abort(new Error("gone"));
    await expect(sent).rejects.toThrow("gone");
  });
});

describe("trying again", () => {
  const rules = { attemptsMax: 3, firstDelayMs: 1, delayMaxMs: 2_000 };
  const answer = (status: number, retryAfter?: string) => ({
    status,
    headers: retryAfter === undefined ? {} : { "retry-after": retryAfter },
    body: Buffer.alloc(0),
  });

  test("ends with the first answer that no waiting changes, or with the last", async () => {
    const statuses = [503, 429, 404];
    const send = () => Promise.resolve(answer(statuses.shift()!));
    expect(await withRetries(send, rules)).toMatchObject({ status: 404 });
    let times = 0;
    const busy = () => {
      times += 1;
      return Promise.resolve(answer(500));
    };
    expect(await withRetries(busy, rules)).toMatchObject({ status: 500 });
    expect(times).toBe(3);
  });

  test("waits as long as it was asked to, and not at all where that is too long", async () => {
    const statuses = [answer(503, "1"), answer(200)];
    const startedAt = performance.now();
    await withRetries(() => Promise.resolve(statuses.shift()!), rules);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(990);
    let times = 0;
    const asksForever = () => {
      times += 1;
      return Promise.resolve(answer(503, "86400"));
    };
    await withRetries(asksForever, rules);
    expect(times).toBe(1);
  });

  test("understands seconds and dates", () => {
    const now = Date.parse("2026-02-14T20:00:00Z");
    const asked = (text: string) => retryAfterMs(answer(503, text), now);
    expect(asked("120")).toBe(120_000);
    expect(asked("Sat, 14 Feb 2026 20:00:30 GMT")).toBe(30_000);
    expect(asked("Sat, 14 Feb 2026 19:00:00 GMT")).toBe(0);
    expect(asked("soon")).toBe(0);
  });
});
