import { useEffect, useRef } from "react";

/** A typed letter belongs to a field when one has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

const CONTROLS = "a[href], button, summary, " + ["button", "link", "tab", "menuitem", "option", "slider", "separator", "checkbox", "radio", "switch", "treeitem"].map((role) => `[role=${role}]`).join(", ");

/** Enter, space and arrows belong to a control that has the focus. */
const isOfControl = (event: KeyboardEvent): boolean =>
  /^(Enter| |Arrow\w+)$/.test(event.key) && event.target instanceof Element && event.target.closest(CONTROLS) !== null;

/** A first key such as the "g" of "g e", waiting for its second. */
let first: { key: string; at: number; second?: KeyboardEvent } | null = null;
const CHORD_MS = 1_200;

/** What a key is called in bindings, after a first key that waits: "g e". */
function nameOf(event: KeyboardEvent): string {
  const name = (event.metaKey || event.ctrlKey ? "mod+" : "") + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
  if (!first || event.timeStamp <= first.at) return name;
  // Several pages listen: all of them see the same second key, and none takes a later one for it.
  first.second ??= event;
  if (first.second === event && event.timeStamp - first.at < CHORD_MS) return `${first.key} ${name}`;
  first = null;
  return name;
}

/** Keys of a page: "/", "mod+k", or two after another as "g e". Letters are left alone while someone types or a dialog is open. */
export function useKeys(bindings: Readonly<Record<string, (event: KeyboardEvent) => void>>): void {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const held = event.metaKey || event.ctrlKey;
      if (event.altKey) return;
      if (!held && (isTyping(event.target) || isOfControl(event) || document.querySelector("[role=dialog]"))) return;
      const name = nameOf(event);
      const act = latest.current[name];
      if (act) {
        event.preventDefault();
        act(event);
      } else if (Object.keys(latest.current).some((key) => key.startsWith(`${name} `))) first = { key: name, at: event.timeStamp };
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
}

/** The key that is held for commands, as this machine's keyboard calls it. */
export const MOD = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";

interface KeyGroup {
  page: string;
  keys: readonly (readonly [keys: string, what: string])[];
}

/** Every key the pages know, for the card that "?" opens. */
export const KEY_CARD: readonly KeyGroup[] = [
  {
    page: "Everywhere",
    keys: [
      [`${MOD} K`, "Go to anything, do anything"],
      ["/", "Focus the filter or search"],
      ["g e", "Experiments"],
      ["g m", "Models"],
      ["g h", "Housekeeping"],
      [`${MOD} Z`, "Undo, while its notice is shown"],
      ["?", "Show these keys"],
      ["Esc", "Close, clear the selection"],
    ],
  },
  {
    page: "Tables",
    keys: [
      ["j / k", "Next, previous row"],
      ["f", "Focus the filter"],
      ["x", "Select the row"],
      ["Shift x", "Select all rows since the last one"],
      ["Enter", "Open the row"],
      ["→ / ←", "Open, close what is below a row"],
      ["h", "Show, hide the run in the charts"],
      ["c", "Compare the selected runs"],
      ["Alt ← / →", "At a column's head: move it"],
      ["Shift ← / →", "At a column's head: narrower, wider"],
    ],
  },
  {
    page: "Charts",
    keys: [
      ["← / →", "Read the values, point by point"],
      ["+ / −", "Look closer, less close"],
      ["0", "See all of it"],
    ],
  },
  {
    page: "A run",
    keys: [
      ["j / k", "Older, newer run"],
      ["c", "Compare it with others"],
      ["r", "Rename it"],
    ],
  },
];
