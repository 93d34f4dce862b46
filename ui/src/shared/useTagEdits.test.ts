import { expect, it } from "vitest";

import { tagsAfter } from "./useTagEdits";

it("shows tags as they will be", () => {
  const tags = [{ key: "b", value: "1" }];
  expect(tagsAfter(tags, { key: "a", value: "2" })).toEqual([{ key: "a", value: "2" }, { key: "b", value: "1" }]);
  expect(tagsAfter(tags, { key: "b", value: "3", before: "1" })).toEqual([{ key: "b", value: "3" }]);
  expect(tagsAfter(tags, { key: "b", before: "1" })).toEqual([]);
});
