import { expect, it } from "vitest";

import { readExperimentsState } from "@/shared/urlState/experiments";

import { filterOf, taggedWith } from "./filter";

it("looks for names, unless something is compared", () => {
  expect(filterOf(" ")).toBe("");
  expect(filterOf("wine in oak")).toBe("name ILIKE '%wine in oak%'");
  expect(filterOf("tags.team = 'cellar'")).toBe("tags.team = 'cellar'");
  expect(filterOf("name LIKE 'w%'")).toBe("name LIKE 'w%'");
  expect(filterOf("it's")).toBe(`name ILIKE "%it's%"`);
});

it("looks for a tag that was clicked", () => expect(taggedWith("my team", "it's")).toBe('tags.`my team` = "it\'s"'));

it("keeps what an address says of the list", () => {
  expect(readExperimentsState({ q: 12, order: "name ASC", view: "deleted" })).toEqual({ q: "12", order: "name ASC", view: "deleted" });
  expect(readExperimentsState({ q: "", order: "nonsense", view: "active" })).toEqual({});
});
