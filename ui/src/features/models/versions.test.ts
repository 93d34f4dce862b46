import { expect, it } from "vitest";

import { newestVersion } from "./versions";

it("knows the newest version by number, not by text", () => {
  const versions = ["9", "10"].map((version) => ({ name: "m", version }));
  expect(newestVersion({ name: "m", latest_versions: versions })).toBe("10");
  expect(newestVersion({ name: "m" })).toBeUndefined();
});
