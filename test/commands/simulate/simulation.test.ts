import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import {
  afterAll,
  beforeAll,
  describe,
  expect,
  jest,
  test,
} from "@jest/globals";
import { runSimulation } from "../../../src/commands/simulate/run-simulation.ts";
import type { SimulationOptions } from "../../../src/commands/simulate/run-simulation.ts";
import { USUAL_MIX } from "../../../src/commands/simulate/stories.ts";
import { NO_LOSSES } from "../../../src/commands/simulate/losses.ts";
import { startLyingProxy } from "../../support/lying-proxy.ts";
import type { Exchange, TruthfulAnswer } from "../../support/lying-proxy.ts";
import { buildProvisioning, KEY, TOKEN } from "../../support/provisioning.ts";
import { startApp } from "../../support/start-app.ts";
import type { RunningApp } from "../../support/start-app.ts";

// Hundreds of bills each, on machines that may be busy.
jest.setTimeout(90_000);

const require = createRequire(import.meta.url);

const GUESTS = Array.from({ length: 12 }, (_, index) => ({
  reservationId: `R${index}`,
  roomId: String(100 + index),
  clientName: ["Mia Keller", "山田 花子", "José Muñoz"][index % 3]!,
}));

let hotel: RunningApp;
beforeAll(async () => {
  hotel = await startApp({ provisioning: hotelIn("CHF") });
});
afterAll(() => hotel.close());

function hotelIn(currency: string) {
  return buildProvisioning((property) => {
    Object.assign(property, {
      currency,
      houseAccounts: [],
      reservations: GUESTS,
    });
  });
}

/** Exit code and report of a run; with a token unless told otherwise. */
async function simulate(
  url: string,
  {
    readsBack = true,
    ...options
  }: Partial<SimulationOptions> & { readsBack?: boolean } = {},
) {
  const printed: string[] = [];
  const log = jest
    .spyOn(console, "log")
    .mockImplementation((text: string) => void printed.push(text));
  try {
    const code = await runSimulation({
      url,
      apiKey: KEY,
      ...(readsBack ? { token: TOKEN, property: "demo" } : {}),
      rate: 0,
      count: 60,
      mix: USUAL_MIX,
      seed: "test",
      at: Date.now(),
      concurrency: 4,
      flaky: 0.3,
      losses: NO_LOSSES,
      record: () => undefined,
      timeout: 10_000,
      progress: false,
      ...options,
    });
    return { code, report: printed.join("\n") };
  } finally {
    log.mockRestore();
  }
}

describe("the simulator", () => {
  test.each(["CHF", "JPY", "KWD"])(
    "finds nothing wrong with a hotel that books in %s",
    async (currency) => {
      const own = await startApp({ provisioning: hotelIn(currency) });
      try {
        const { code, report } = await simulate(own.url, { count: 100 });
        expect(report).toContain("No faults found.");
        expect(report).toMatch(/\d+ of \d+ acknowledged bills read back/);
        expect(code).toBe(0);
      } finally {
        await own.close();
      }
    },
  );

  test("sends the same bills again for the same seed and time, and they are recognised", async () => {
    const at = Date.now();
    const first = await simulate(hotel.url, { seed: "again", at });
    const listed = async () => {
      const answer = await fetch(
        `${hotel.url}/v1/properties/demo/receipts?pageSize=1`,
        {
          headers: { authorization: `Bearer ${TOKEN}` },
        },
      );
      return ((await answer.json()) as { totalResults: number }).totalResults;
    };
    const before = await listed();
    const second = await simulate(hotel.url, { seed: "again", at });
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(await listed()).toBe(before);
  });

  test("says what to do when the key is wrong, and when nobody answers", async () => {
    await expect(
      simulate(hotel.url, { apiKey: "x".repeat(40) }),
    ).rejects.toMatchObject({
      next: expect.stringContaining("keys issue"),
    });
    await expect(
      simulate("http://127.0.0.1:9", { readsBack: false }),
    ).rejects.toMatchObject({
      message: expect.stringContaining("does not answer"),
    });
  });
});

/** Each lie is one a careless receiver could tell. */
const LIES: {
  name: string;
  found: string;
  lie: (exchange: Exchange) => Promise<TruthfulAnswer>;
}[] = [
  {
    name: "acknowledges a bill and forgets it",
    found: "cannot be read back",
    lie: async ({ path, forward }) => {
      if (path !== "/charge") return forward();
      return {
        status: 200,
        body: '{"status":"posted","receiptId":"1234567890","bills":[],"flags":[]}',
      };
    },
  },
  {
    name: "is out by a cent on a receipt",
    found: "gross is ",
    lie: async ({ path, forward }) => {
      const answer = await forward();
      return path.includes("/receipts/")
        ? changed(
            answer,
            (body) => (body["gross"] = plusOneCent(body["gross"])),
          )
        : answer;
    },
  },
  {
    name: "rounds the tax of a receipt differently",
    found: "tax is ",
    lie: async ({ path, forward }) => {
      const answer = await forward();
      return path.includes("/receipts/")
        ? changed(answer, (body) => (body["tax"] = plusOneCent(body["tax"])))
        : answer;
    },
  },
  {
    name: "loses a posting",
    found: "postings on ",
    lie: async ({ path, forward }) => {
      const answer = await forward();
      return path.includes("/postings")
        ? changed(answer, (body) => (body["results"] as unknown[]).pop())
        : answer;
    },
  },
  {
    name: "gives a repeated bill another receipt",
    found: "different acknowledgements",
    lie: async ({ path, forward }) => {
      const answer = await forward();
      return path === "/charge" && answer.body.includes('"replayed"')
        ? changed(answer, (body) => (body["receiptId"] = "42"))
        : answer;
    },
  },
  {
    name: "posts a bill twice",
    found: "is there twice",
    lie: async ({ path, body, forward }) => {
      const answer = await forward();
      if (path === "/charge" && answer.body.includes('"posted"')) {
        // Under a fresh uuid and with another table, the same account is another bill to any receiver.
        const uuid = Buffer.from(
          crypto.getRandomValues(new Uint8Array(16)),
        ).toString("base64url");
        await forward(
          body
            .replace(/"uuid":"[^"]+"/, `"uuid":"${uuid}=="`)
            .replace(/"description":"/, '"description":"Twice '),
          { "x-lightspeed-idempotency-key": uuid },
        );
      }
      return answer;
    },
  },
  {
    name: "charges whoever is named",
    found: "a bill for nobody the hotel knows was answered 200",
    lie: async ({ path, forward }) => {
      const answer = await forward();
      return path === "/charge" && answer.status === 404
        ? {
            status: 200,
            body: '{"status":"posted","receiptId":"1","bills":[],"flags":[]}',
          }
        : answer;
    },
  },
  {
    name: "answers more words than a till can print",
    found: "charge 404: ",
    lie: async ({ path, forward }) => {
      const answer = await forward();
      return path === "/charge" && answer.status === 404
        ? {
            ...answer,
            body: JSON.stringify({
              customerErrorMessage:
                "This guest is not known to us, ask at the reception.",
            }),
          }
        : answer;
    },
  },
];

describe("the simulator finds a receiver that", () => {
  test.each(LIES)("$name", async ({ found, lie }) => {
    const proxy = await startLyingProxy(hotel.url, lie);
    try {
      // Every run draws other bills: so many of the kind that a lie needs, that none has none.
      const mix = new Map([...USUAL_MIX, ["unknown-guest", 40] as const]);
      const { code, report } = await simulate(proxy.url, {
        count: 40,
        seed: `lie ${found.length}`,
        flaky: 0.5,
        mix,
      });
      expect(report).toContain(found);
      expect(code).toBe(1);
    } finally {
      proxy.close();
    }
  });
});

describe("a mock made from openapi.yaml alone", () => {
  test("accepts the simulator", async () => {
    const root = new URL("../../../", import.meta.url).pathname;
    const port = 24_000 + Math.floor(Math.random() * 5000);
    const prism = spawn(
      process.execPath,
      [
        require.resolve("@stoplight/prism-cli"),
        "mock",
        `${root}openapi.yaml`,
        "-p",
        String(port),
      ],
      { stdio: ["ignore", "pipe", "ignore"] },
    );
    try {
      let said = "";
      prism.stdout
        .setEncoding("utf8")
        .on("data", (text: string) => (said += text));
      const until = Date.now() + 25_000;
      while (!said.includes("is listening")) {
        await sleep(100);
        if (Date.now() > until || prism.exitCode !== null)
          throw new Error(`no mock: ${said.slice(-500)}`);
      }
      const { code, report } = await simulate(`http://127.0.0.1:${port}`, {
        count: 40,
        readsBack: false,
      });
      expect(report).toContain("No faults found.");
      expect(code).toBe(0);
    } finally {
      prism.kill();
      if (prism.exitCode === null) await once(prism, "close");
    }
  }, 60_000);
});

function changed(
  answer: TruthfulAnswer,
  change: (body: Record<string, unknown>) => unknown,
): TruthfulAnswer {
  if (answer.status !== 200) return answer;
  const body = JSON.parse(answer.body) as Record<string, unknown>;
  change(body);
  return { ...answer, body: JSON.stringify(body) };
}

const plusOneCent = (amount: unknown) =>
  (Number(amount) + 0.01).toFixed(2).replace(/^-(0\.00)$/, "$1");
