import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeAll, expect, test, vi } from "vitest";

import { carryOut, type Edit, showing } from "./edit";
import { undoNewest } from "./ui/notify";

interface Named {
  name: string;
}

/** A server that keeps a name, answers when it is told to, and may refuse. */
class Server {
  name = "old";
  readonly heard: string[] = [];
  private waiting: (() => void)[] = [];

  async rename(name: string): Promise<void> {
    await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (name === "forbidden") throw new Error("That name is taken.");
    this.heard.push(name);
    this.name = name;
  }

  async answer(): Promise<void> {
    await settle();
    this.waiting.splice(0).forEach((go) => go());
    await settle();
  }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

function desk() {
  const server = new Server();
  const queries = new QueryClient();
  queries.setQueryData<Named>(["run", "1"], { name: "old" });
  queries.setQueryData<Named[]>(["runs", "a"], [{ name: "old" }, { name: "other" }]);
  const edit: Edit<string> = {
    act: (name) => server.rename(name),
    shows: (name) => [
      showing<Named>(["run", "1"], (run) => ({ ...run, name })),
      showing<Named[]>(["runs"], (runs) => runs.map((run) => (run.name === "old" ? { ...run, name } : run))),
    ],
    says: (name) => `Renamed to ${name}`,
    undo: () => server.rename("old"),
    object: () => "run 1",
  };
  const seen = () => queries.getQueryData<Named>(["run", "1"])?.name;
  const listed = () => queries.getQueryData<Named[]>(["runs", "a"])?.map(({ name }) => name);
  return { server, queries, edit, seen, listed };
}

beforeAll(() => void vi.stubGlobal("requestAnimationFrame", (tell: () => void) => setTimeout(tell, 0)));
afterEach(() => {
  // Notices outlive a test: no page closes them here.
  while (undoNewest());
});

test("An edit is seen before the server has answered, and what it touched is asked anew afterwards", async () => {
  const { server, queries, edit, seen, listed } = desk();
  const done = carryOut(queries, edit, "new");
  expect(seen()).toBe("new");
  expect(listed()).toEqual(["new", "other"]);
  expect(queries.getQueryState(["run", "1"])?.isInvalidated).toBe(false);
  await server.answer();
  await done;
  expect(queries.getQueryState(["run", "1"])?.isInvalidated).toBe(true);
  expect(queries.getQueryState(["runs", "a"])?.isInvalidated).toBe(true);
});

test("A refusal puts everything back and tells its reason", async () => {
  const { server, queries, edit, seen, listed } = desk();
  const done = carryOut(queries, edit, "forbidden");
  const told = expect(done).rejects.toThrow("That name is taken.");
  expect(seen()).toBe("forbidden");
  await server.answer();
  await told;
  expect(seen()).toBe("old");
  expect(listed()).toEqual(["old", "other"]);
});

test("Undo shows what was there and tells the server", async () => {
  const { server, queries, edit, seen } = desk();
  const done = carryOut(queries, edit, "new");
  await server.answer();
  await done;
  expect(undoNewest()).toBe(true);
  await settle();
  expect(seen()).toBe("old");
  await server.answer();
  expect(server.name).toBe("old");
  expect(undoNewest()).toBe(false);
});

test("Undo means the newest edit while the server has not answered it yet, and waits for the answer", async () => {
  const { server, queries, edit } = desk();
  const first = carryOut(queries, edit, "first");
  await server.answer();
  await first;
  const second = carryOut(queries, { ...edit, undo: () => server.rename("first") }, "second");
  expect(undoNewest()).toBe(true);
  await server.answer();
  await second;
  await server.answer();
  expect(server.heard).toEqual(["first", "second", "first"]);
});

test("What is refused cannot be taken back", async () => {
  const { server, queries, edit } = desk();
  const told = expect(carryOut(queries, edit, "forbidden")).rejects.toThrow("That name is taken.");
  expect(undoNewest()).toBe(true);
  await server.answer();
  await told;
  await server.answer();
  expect(server.heard).toEqual([]);
  expect(undoNewest()).toBe(false);
});

test("Edits of one object are sent in order, and answers are asked anew only after the last", async () => {
  const { server, queries, edit, seen } = desk();
  const both = [carryOut(queries, edit, "first"), carryOut(queries, edit, "second")];
  await server.answer();
  expect(server.heard).toEqual(["first"]);
  expect(seen()).toBe("second");
  expect(queries.getQueryState(["run", "1"])?.isInvalidated).toBe(false);
  await server.answer();
  await Promise.all(both);
  expect(server.name).toBe("second");
  expect(queries.getQueryState(["run", "1"])?.isInvalidated).toBe(true);
});

test("A refusal does not take back what came after it", async () => {
  const { server, queries, edit, seen } = desk();
  const refused = carryOut(queries, edit, "forbidden");
  const told = expect(refused).rejects.toThrow();
  const later = carryOut(queries, edit, "later");
  await server.answer();
  await told;
  expect(seen()).toBe("later");
  await server.answer();
  await later;
});
