import { useEffect } from "react";

import { notePlace } from "./places";

/** What the browser's tab says, and what the page is called among recent places. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · Penstock` : "Penstock";
    if (title) notePlace(title);
  }, [title]);
}
