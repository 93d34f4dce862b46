import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

/** Grounds that text of any kind stands on. */
const grounds = ["bg", "bg-side", "bg-raised", "bg-sunken", "bg-hover", "bg-active", "bg-selected"] as const;

/** Inks by token, with the grounds that each stands on. */
const inks: Readonly<Record<string, readonly string[]>> = {
  text: [...grounds, "bg-chosen"],
  "text-2": grounds,
  "text-3": grounds,
  accent: [...grounds.filter((ground) => ground !== "bg-active"), "accent-soft"],
  "accent-text": ["accent", "accent-hover"],
  good: ["bg", "bg-raised", "good-soft"],
  bad: ["bg", "bg-raised", "bg-hover", "bad-soft"],
  warn: ["bg", "bg-raised", "warn-soft"],
};

/** Relative luminance of "#rrggbb", after WCAG. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How far two colours are apart: 1 for the same, 21 for black on white. */
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

/** Colours of a theme by name; the dark one leaves out none. */
function colours(selector: string): Record<string, string> {
  const block = new RegExp(`${selector.replace(/[[\]"]/g, "\\$&")} \\{([^}]*)\\}`).exec(css)?.[1] ?? "";
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
}

const THEMES = { light: colours(":root"), dark: colours(':root[data-theme="dark"]') };

test.each(Object.entries(THEMES))("In the %s theme every ink can be read on every ground it stands on", (_, theme) => {
  const poor = Object.entries(inks).flatMap(([ink, on]) =>
    on.flatMap((ground) => {
      const [a, b] = [theme[ink], theme[ground]];
      if (!a || !b) return [`${ink} or ${ground} is no colour`];
      const ratio = contrast(a, b);
      return ratio < 4.5 ? [`${ink} on ${ground}: ${ratio.toFixed(2)}`] : [];
    }),
  );
  expect(poor).toEqual([]);
});

test.each(Object.entries(THEMES))("In the %s theme controls and the focus can be told from what they lie on", (_, theme) => {
  const poor = grounds.filter((ground) => contrast(theme["accent"] ?? "", theme[ground] ?? "") < 3);
  expect(poor).toEqual([]);
});
