import { useRouterState } from "@tanstack/react-router";
import { type RefObject, useEffect, useRef } from "react";

/** A page whose heading has not come after so long has none to go to. */
const PATIENCE_MS = 5_000;

/**
 * Takes the focus to the heading of a page that one has gone to, so that it is read out and Tab goes on from there.
 *
 * Where the link that was followed is still on the page, as a run's tabs are, the focus stays on it; and nobody who is
 * typing is torn away.
 */
export function useArrival(main: RefObject<HTMLElement | null>): void {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const before = useRef<string | undefined>(undefined);
  useEffect(() => {
    const from = before.current;
    before.current = path;
    if (from === undefined || from === path || !main.current) return undefined;
    return whenHeaded(main.current, (heading) => {
      const at = document.activeElement;
      if (at instanceof HTMLElement && at !== document.body && (main.current?.contains(at) || at.closest("[role=dialog]"))) return;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    });
  }, [path, main]);
}

/** Calls back once there is a heading; returns what ends the waiting. */
function whenHeaded(main: HTMLElement, then: (heading: HTMLElement) => void): () => void {
  const look = () => {
    const heading = main.querySelector("h1");
    if (!heading) return;
    stop();
    then(heading);
  };
  const observer = new MutationObserver(look);
  const timer = setTimeout(() => stop(), PATIENCE_MS);
  const stop = () => {
    observer.disconnect();
    clearTimeout(timer);
  };
  observer.observe(main, { childList: true, subtree: true });
  look();
  return stop;
}
