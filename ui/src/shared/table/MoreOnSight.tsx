import { useEffect, useRef } from "react";

import { PageFoot } from "./PageFoot";
import { goesOn, type Paging } from "./paging";

/** At the end of a list: fetches the next page as it comes into view. */
export function MoreOnSight({ paging }: { paging: Paging }) {
  const mark = useRef<HTMLDivElement>(null);
  const latest = useRef(paging);
  useEffect(() => {
    latest.current = paging;
  });
  const wanted = goesOn(paging);
  useEffect(() => {
    if (!wanted || !mark.current) return undefined;
    const observer = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && latest.current.load(), { rootMargin: "400px" });
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [wanted]);
  return (
    <div ref={mark} style={{ minHeight: 1 }}>
      <PageFoot paging={paging} />
    </div>
  );
}
