import { expect, it } from "vitest";

import { columnsOf } from "../core/column";
import { nextOrder, sorted } from "./order";

it("sorts both ways, with gaps last, and back", () => {
  const frame = { ids: ["a", "b", "c", "d"], names: ["", "", "", ""], columns: columnsOf({ "metrics.x": [2, null, 3, 1] }) };
  expect([sorted(frame, undefined), sorted(frame, "metrics.x"), sorted(frame, "-metrics.x"), sorted(frame, "gone")]).toEqual([[0, 1, 2, 3], [3, 0, 2, 1], [2, 0, 3, 1], [0, 1, 2, 3]]);
  const first = nextOrder("k", undefined);
  expect([first, nextOrder("k", first), nextOrder("k", "k"), nextOrder("k", "other")]).toEqual(["-k", "k", undefined, "-k"]);
});
