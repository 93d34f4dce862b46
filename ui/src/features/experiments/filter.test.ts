import { expect, it } from "vitest";

import { readExperimentsState } from "@/shared/urlState/experiments";

import { taggedWith } from "./filter";

it("looks for a tag that was clicked", () => expect(taggedWith("my team", "it's")).toBe('tags.`my team` = "it\'s"'));

it("keeps what an address says of the list", () => {
  expect(readExperimentsState({ q: 12, order: "name ASC", view: "deleted" })).toEqual({ q: "12", order: "name ASC", view: "deleted" });
  expect(readExperimentsState({ q: "", order: "nonsense", view: "active" })).toEqual({});
});
