/** Ten hues that stay apart for colour-blind eyes and stand out on both grounds. */
const COLOURS = ["#3b76e0", "#d9662b", "#2a9d74", "#b4489c", "#c99a1a", "#5aa7d8", "#d1495b", "#7a6ad8", "#7f8c3a", "#8d6e63"] as const;

/** How lines beyond the tenth differ from those of the same hue. */
const DASHES: readonly (readonly number[] | undefined)[] = [undefined, [6, 3], [2, 2.5], [9, 3, 2, 3]];

export interface Paint {
  colour: string;
  dash?: readonly number[];
}

export const colourOf = (index: number): string => COLOURS[index % COLOURS.length] ?? COLOURS[0];

function paintOf(slot: number): Paint {
  const dash = DASHES[Math.floor(slot / COLOURS.length) % DASHES.length];
  return { colour: colourOf(slot), ...(dash ? { dash } : {}) };
}

/** FNV-1a. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/**
 * A colour for each name, from the name itself: a run looks the same on every page. Only where two would look the same
 * one of them moves to the next hue that is free, and when all are taken to a dashed line.
 *
 * @param visible - names that are seen; none of them look the same as long as there are forty at most
 * @param others - names that are not seen just now
 */
export function paintNames(visible: readonly string[], others: readonly string[] = []): Map<string, Paint> {
  const taken = new Map<number, number>();
  const painted = new Map<string, Paint>();
  const place = (name: string) => {
    if (painted.has(name)) return;
    const wanted = hash(name) % COLOURS.length;
    for (let level = 0; ; level += 1) {
      for (let step = 0; step < COLOURS.length; step += 1) {
        const hue = (wanted + step) % COLOURS.length;
        if ((taken.get(hue) ?? 0) > level) continue;
        taken.set(hue, level + 1);
        painted.set(name, paintOf(level * COLOURS.length + hue));
        return;
      }
    }
  };
  // By their hashes, so that it does not matter in which order a table shows them.
  const inOrder = (names: readonly string[]) => [...new Set(names)].sort((a, b) => hash(a) - hash(b) || (a < b ? -1 : 1));
  inOrder(visible).forEach(place);
  inOrder(others).forEach(place);
  return painted;
}
