import type { Theme } from "@/shared/theme";

/** The colours and the font a picture is drawn with: those of the page. */
export interface Ink {
  text: string;
  text2: string;
  text3: string;
  line: string;
  lineStrong: string;
  ground: string;
  accent: string;
  bad: string;
  good: string;
  font: string;
  ramp: readonly string[];
}

/*
 * Viridis, its hues kept and its lightness (OKLab) moved to where every step keeps 3:1 to the ground: 0.30–0.66 on white,
 * 0.51–0.93 on black. Lightness rises evenly, so the order can be read without seeing hues.
 */
const RAMPS: Record<Theme, readonly string[]> = {
  light: ["#49015a", "#441c72", "#35367b", "#1f4b7a", "#005d73", "#006c68", "#007a5e", "#008944", "#419301", "#7c9401", "#a39400"],
  dark: ["#8a429f", "#8159bc", "#6f75c8", "#5c8ec7", "#4ba5c0", "#3abab4", "#31cea3", "#4bdf82", "#84eb51", "#c8ed00", "#ffeb4d"],
};

const STEPS = 64;
const parts = (hex: string): [number, number, number] => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];

/** The ramp of a theme in 64 steps: few enough to sort marks by colour, too many to see a step. */
export function rampOf(theme: Theme): readonly string[] {
  const stops = RAMPS[theme].map(parts);
  return Array.from({ length: STEPS }, (_, i) => {
    const at = (i / (STEPS - 1)) * (stops.length - 1);
    const below = stops[Math.floor(at)] as [number, number, number];
    const above = stops[Math.min(stops.length - 1, Math.floor(at) + 1)] as [number, number, number];
    const mixed = below.map((part, k) => Math.round(part + ((above[k] as number) - part) * (at % 1)));
    return `#${mixed.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  });
}

const css = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export const inkOf = (theme: Theme): Ink => ({
  text: css("--text"),
  text2: css("--text-2"),
  text3: css("--text-3"),
  line: css("--line"),
  lineStrong: css("--line-strong"),
  ground: css("--bg"),
  accent: css("--accent"),
  bad: css("--bad"),
  good: css("--good"),
  font: css("--font"),
  ramp: rampOf(theme),
});
