import { expect, test } from "vitest";

import { isNewer, scriptOf } from "./build";

const page = (name: string) => `<head><script src="./static-files/theme.js"></script><script type="module" crossorigin src="./static-files/assets/${name}"></script></head>`;
const running = (name: string) => ({ querySelector: () => ({ getAttribute: () => `./static-files/assets/${name}` }) }) as unknown as Document;

test("A build is known by the name of its script", () => {
  expect(scriptOf(page("index-a1.js"))).toBe("index-a1.js");
  expect(scriptOf("<p>502 Bad Gateway</p>")).toBeUndefined();
});

test("Only another build is newer: a proxy's page of excuses is none", () => {
  expect(isNewer(page("index-b2.js"), running("index-a1.js"))).toBe(true);
  expect(isNewer(page("index-a1.js"), running("index-a1.js"))).toBe(false);
  expect(isNewer("<p>502 Bad Gateway</p>", running("index-a1.js"))).toBe(false);
});
