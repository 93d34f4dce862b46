import { expect, test } from "vitest";

import { sorted, totalsOf } from "./usage";

const USES = [
  { experiment_id: "1", name: "b", runs: 3, record_bytes: 10, file_bytes: 5, files: 2 },
  { experiment_id: "2", name: "A", runs: 1, record_bytes: 1, file_bytes: 100, files: 1 },
  { experiment_id: "3", name: "c", unknown: "in a bucket" },
];

test("Names from the first, numbers from the greatest, whatever is absent last", () => {
  expect(sorted(USES, "total").map(({ name }) => name)).toEqual(["A", "b", "c"]);
  expect(sorted(USES, "records").map(({ name }) => name)).toEqual(["b", "A", "c"]);
  expect(sorted(USES, "name").map(({ name }) => name)).toEqual(["A", "b", "c"]);
  expect(sorted(USES, "no such column").map(({ name }) => name)).toEqual(["A", "b", "c"]);
});

test("Totals know of how many experiments the files are unknown", () => {
  expect(totalsOf(USES)).toMatchObject({ runs: 4, records: 11, files: 3, bytes: 105, largest: 101, unknown: 1 });
  expect(totalsOf([]).largest).toBe(1);
});
