import { useEffect, useMemo, useState } from "react";

import type { Column } from "../core/column";
import type { Influences, Question } from "./importance";

/** What a worker finds out about the params of the runs, while the page stays free. Undefined until it is there. */
export function useInfluences(target: Column, params: readonly Column[]): Influences | Error | undefined {
  const question = useMemo<Question>(
    () => ({ target: target.numbers, params: params.map(({ key, label, kind, numbers }) => ({ key, label, words: kind === "text", numbers })) }),
    [target, params],
  );
  const [answer, setAnswer] = useState<{ to: Question; found: Influences | Error }>();
  useEffect(() => {
    const worker = new Worker(new URL("./importance.worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Influences>) => setAnswer({ to: question, found: data });
    worker.onerror = (event) => setAnswer({ to: question, found: new Error(event.message || "The computation could not be started.") });
    worker.postMessage(question);
    return () => worker.terminate();
  }, [question]);
  return answer?.to === question ? answer.found : undefined;
}
