import { useEffect, useRef } from "react";

/** A typed letter belongs to a field when one has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Keys of a page: "/" or "mod+k". Letters are left alone while someone types or a dialog is open. */
export function useKeys(bindings: Readonly<Record<string, (event: KeyboardEvent) => void>>): void {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const held = event.metaKey || event.ctrlKey;
      const act = latest.current[(held ? "mod+" : "") + (event.key.length === 1 ? event.key.toLowerCase() : event.key)];
      if (!act || event.altKey) return;
      if (!held && (isTyping(event.target) || document.querySelector("[role=dialog]"))) return;
      event.preventDefault();
      act(event);
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
}

/** Every key the pages know, for the card that "?" opens. */
export const KEY_CARD: readonly (readonly [keys: string, what: string])[] = [
  ["/", "Focus the filter or search"],
  ["⌘ K", "Go to anything"],
  ["?", "Show these keys"],
  ["g e", "Experiments"],
  ["g m", "Models"],
  ["j / k", "Next, previous row; older, newer run"],
  ["x", "Select the row"],
  ["Enter", "Open the row"],
  ["→ / ←", "Open, close a run's children"],
  ["c", "Compare the selected runs, or this run with others"],
  ["r", "Rename the run"],
  ["⌘ Z", "Undo, while its notice is shown"],
  ["Esc", "Clear the selection, close"],
];
