import { describe, expect, it } from "vitest";

import { BY_PLACE, joined, loggedTables } from "./joined";

const sheet = (columns: string[], ...rows: string[][]) => ({ columns, rows });

describe("joined", () => {
  const one = sheet(["id", "answer"], ["a", "4"], ["b", "5"]);
  const two = sheet(["answer", "id", "score"], ["5", "b", "0.5"], ["3", "a", "1"], ["9", "c", "0"]);
  it("joins by a column wherever it stands, and keeps rows and columns that one lacks", () => {
    expect(joined([one, two], "id")).toEqual({
      columns: ["answer", "score"],
      rows: [
        { key: "a", cells: [["4", "3"], [undefined, "1"]], differs: true },
        { key: "b", cells: [["5", "5"], [undefined, "0.5"]], differs: true },
        { key: "c", cells: [[undefined, "9"], [undefined, "0"]], differs: true },
      ],
      differing: 3,
    });
  });
  it("joins by place", () => {
    const { rows, differing } = joined([one, sheet(["id", "answer"], ["a", "4"], ["b", "6"])], BY_PLACE);
    expect(rows.map(({ key, differs }) => [key, differs])).toEqual([["1", false], ["2", true]]);
    expect(differing).toBe(1);
  });
  it("keeps rows apart that have the same name", () => {
    expect(joined([sheet(["id", "v"], ["a", "1"], ["a", "2"])], "id").rows.map((row) => row.key)).toEqual(["a", "a (2)"]);
  });
  it("shows a run without the table as a gap", () => expect(joined([undefined, one], "id").rows[0]?.cells).toEqual([[undefined, "4"]]));
});

it("knows logged tables from the run's tag, and nonsense from tables", () => {
  expect(loggedTables('[{"path": "eval/a.json", "type": "table"}, {"path": "x", "type": "image"}, null]')).toEqual(["eval/a.json"]);
  expect([loggedTables("{"), loggedTables('{"a": 1}'), loggedTables(undefined)]).toEqual([[], [], []]);
});
