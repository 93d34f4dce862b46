import { expect, it } from "vitest";

import { ApiError } from "@/api/client";

import { isGone } from "./Gone";

const away = new ApiError("The server does not answer.", 0, "UNREACHABLE");
const missing = new ApiError("No such run.", 404, "RESOURCE_DOES_NOT_EXIST");
const refetch = () => undefined;

it("keeps what was read while the server is away, and not what is not there any more", () => {
  const read = { data: { name: "run" }, refetch };
  expect(isGone({ ...read, error: null })).toBe(false);
  expect(isGone({ ...read, error: away })).toBe(false);
  expect(isGone({ ...read, error: missing })).toBe(true);
});

it("has nothing to show of what was never read", () => {
  expect(isGone({ data: undefined, error: null, refetch })).toBe(false);
  expect(isGone({ data: undefined, error: away, refetch })).toBe(true);
});
