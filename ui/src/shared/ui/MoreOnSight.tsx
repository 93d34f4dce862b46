import { useEffect, useRef } from "react";

interface MoreOnSightProps {
  more: boolean;
  busy: boolean;
  load: () => void;
}

/** At the end of a list: fetches the next page as it comes into view. */
export function MoreOnSight({ more, busy, load }: MoreOnSightProps) {
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!more || busy || !mark.current) return undefined;
    const observer = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && load(), { rootMargin: "400px" });
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [more, busy, load]);
  return <div ref={mark} style={{ height: 1 }} />;
}
