import { expect, it } from "vitest";

import { readTags } from "./pairs";

it("reads tags from lines", () => {
  expect(readTags("team = cellar\n\nurl=a=b\nbare\n=x")).toEqual([
    { key: "team", value: "cellar" },
    { key: "url", value: "a=b" },
    { key: "bare", value: "" },
  ]);
});
