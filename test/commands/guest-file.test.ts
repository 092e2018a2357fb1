import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { readGuestFile } from "../../src/commands/reservations/read-guest-file.ts";

const directory = mkdtempSync(join(tmpdir(), "guest-file-"));

async function read(
  name: string,
  content: string | Buffer,
  options: { mode?: "merge" | "replace"; ignoreUnknownColumns?: boolean } = {},
) {
  const path = join(directory, name);
  writeFileSync(path, content);
  return readGuestFile({
    path,
    currency: "CHF",
    mode: "merge",
    ignoreUnknownColumns: false,
    onProgress: () => undefined,
    ...options,
  });
}

async function places(
  name: string,
  content: string | Buffer,
): Promise<string[]> {
  const file = await read(name, content);
  if (file.kind !== "faulty") return [];
  return file.faults.map(
    ({ line, member, fault }) => `${line} ${member ?? "-"} ${fault}`,
  );
}

describe("a CSV file of guests", () => {
  test("may begin with a byte order mark, separate with ; and write money as spreadsheets there do", async () => {
    const file = await read(
      "semicolon.csv",
      '\uFEFFReservationID;clientName;creditLimit;blocked;status\r\n001;Müller, Hans;50,00;yes;In-House\r\n\r\n002;"Kel""ler";;;due-in\r\n',
    );
    expect(file).toEqual({
      kind: "rows",
      rows: [
        {
          line: 2,
          change: {
            reservationId: "001",
            clientName: "Müller, Hans",
            creditLimit: 5000n,
            blocked: true,
            status: "in-house",
          },
        },
        {
          line: 4,
          change: {
            reservationId: "002",
            clientName: 'Kel"ler',
            creditLimit: null,
            blocked: false,
            status: "due-in",
          },
        },
      ],
    });
  });

  test("changes nothing by a column it does not have", async () => {
    const file = await read("part.csv", "reservationId,roomId\n001,102\n");
    expect(file).toMatchObject({
      rows: [{ change: { reservationId: "001", roomId: "102" } }],
    });
  });

  test("has every bad row named by line and member", async () => {
    expect(
      await places(
        "bad.csv",
        "reservationId,clientName,blocked,creditLimit,status\n1,A,no,10,in-house\n2,B,maybe,ten,gone\n3,C\n1,D,no,1.005,in-house\n",
      ),
    ).toEqual([
      expect.stringMatching(/^3 status /),
      expect.stringMatching(/^3 blocked /),
      expect.stringMatching(/^3 creditLimit /),
      "4 - has 2 cells, the header has 5",
      "5 creditLimit has more decimals than CHF has",
      "5 reservationId is the same as on line 2",
    ]);
  });

  test.each([
    [
      "an umlaut of another encoding",
      Buffer.from("reservationId,clientName\n1,ok\n2,M\xfcller\n", "latin1"),
      "3 - is not UTF-8",
    ],
    [
      "a quote that is never closed",
      'reservationId,clientName\n1,ok\n2,"open\n',
      "- a cell that begins with a double quote does not end with one",
    ],
    [
      "an unknown column",
      "reservationId,bloked\n1,true\n",
      "1 bloked is not a known column",
    ],
    [
      "no id column",
      "clientName\nMia\n",
      "1 reservationId is missing in the header",
    ],
    ["nothing in it", "", "1 - the file is empty"],
  ])("with %s is refused", async (name, content, fault) => {
    expect(await places(`${name}.csv`, content)).toEqual([
      expect.stringContaining(fault),
    ]);
  });

  test("may have columns of other meaning when that is said", async () => {
    const file = await read(
      "more.csv",
      "reservationId,roomId,loyalty\n1,101,gold\n",
      { ignoreUnknownColumns: true },
    );
    expect(file).toMatchObject({
      rows: [{ change: { reservationId: "1", roomId: "101" } }],
    });
  });

  test("needs names where it is the whole house", async () => {
    const file = await read("whole.csv", "reservationId,roomId\n1,101\n", {
      mode: "replace",
    });
    expect(file).toMatchObject({
      kind: "faulty",
      faults: [{ line: 2, member: "clientName" }],
    });
  });

  test("of 50,000 rows is read, and its last row checked", async () => {
    const rows = Array.from(
      { length: 50_000 },
      (_, index) => `R${index},Guest ${index}`,
    );
    const file = await read(
      "large.csv",
      ["reservationId,clientName", ...rows, "R0,again"].join("\n"),
    );
    expect(file).toMatchObject({
      kind: "faulty",
      faults: [{ line: 50_002, fault: "is the same as on line 2" }],
    });
  });
});

describe("a JSON file of guests", () => {
  test("has bad items named by the line they begin on", async () => {
    expect(
      await places(
        "items.json",
        '[\n {"reservationId":"1","clientName":"A"},\n {"reservationId":"2","clientname":"A"},\n\n {"reservationId":"1",\n"creditLimit":"1.234"}\n]',
      ),
    ).toEqual([
      "3 clientname is not a known member",
      "5 creditLimit has more decimals than CHF has",
      "5 reservationId is the same as on line 2",
    ]);
  });

  test("that is not JSON is told by its place", async () => {
    expect(await places("broken.json", '[\n{"reservationId":"1",}]')).toEqual([
      expect.stringMatching(/^2 - column 22: /),
    ]);
  });
});
