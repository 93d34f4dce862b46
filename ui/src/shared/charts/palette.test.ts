import { expect, it } from "vitest";

import { paintNames } from "./palette";

const ids = Array.from({ length: 60 }, (_, i) => `run-${i}`);
const look = (name: string, painted: ReturnType<typeof paintNames>) => JSON.stringify(painted.get(name));

it("gives a name the same colour in any company and order that does not need it", () => {
  const alone = look("run-7", paintNames(["run-7"]));
  expect(look("run-7", paintNames([], ["run-7"]))).toBe(alone);
  const [some, turned] = [paintNames(ids.slice(0, 9)), paintNames(ids.slice(0, 9).toReversed())];
  expect(ids.slice(0, 9).map((id) => look(id, some))).toEqual(ids.slice(0, 9).map((id) => look(id, turned)));
});

it("shows ten names in ten hues, and forty in forty ways", () => {
  const ten = paintNames(ids.slice(0, 10));
  expect(new Set([...ten.values()].map(({ colour }) => colour)).size).toBe(10);
  expect([...ten.values()].some(({ dash }) => dash)).toBe(false);
  const forty = paintNames(ids.slice(0, 40));
  expect(new Set(ids.map((id) => look(id, forty)).filter(Boolean)).size).toBe(40);
});

it("lets what is not seen take no colour from what is", () => {
  const seen = paintNames(ids.slice(0, 8));
  const both = paintNames(ids.slice(0, 8), ids.slice(8));
  expect(ids.slice(0, 8).map((id) => look(id, both))).toEqual(ids.slice(0, 8).map((id) => look(id, seen)));
});
