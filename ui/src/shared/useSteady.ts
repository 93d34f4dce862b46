import { useEffect, useState } from "react";

type Acts = Record<string, (...args: never[]) => unknown>;

function steadied<T extends Acts>(acts: T): { steady: T; use: (latest: T) => void } {
  let current = acts;
  const steady = Object.fromEntries(Object.keys(acts).map((name) => [name, (...args: never[]) => current[name]?.(...args)])) as T;
  return { steady, use: (latest) => (current = latest) };
}

/** Functions that never change and always do what the latest ones do: what gets them need not be drawn anew. */
export function useSteady<T extends Acts>(acts: T): T {
  const [{ steady, use }] = useState(() => steadied(acts));
  useEffect(() => void use(acts));
  return steady;
}
