import { useQueries } from "@tanstack/react-query";

import { artifactUrl, textQuery } from "@/api/artifacts";
import { modelVersionQuery } from "@/api/models";

import { cardQuery } from "../cardQuery";
import { sourceRunQuery } from "../useSources";
import type { Side } from "./sides";

/** All that is compared of some versions. A version that is not there is an error; a run or file that is not, is left out. */
export function useSides(name: string, numbers: readonly string[]): { sides: Side[]; error: Error | null; waiting: boolean } {
  const versions = useQueries({ queries: numbers.map((number) => modelVersionQuery(name, number)) });
  const runs = useQueries({ queries: versions.map(({ data }) => ({ ...sourceRunQuery(data?.run_id ?? ""), enabled: !!data?.run_id })) });
  const cards = useQueries({ queries: numbers.map((version) => cardQuery({ name, version })) });
  const requirements = useQueries({ queries: numbers.map((version) => textQuery(artifactUrl({ name, version }, "requirements.txt"))) });
  const all = [...versions, ...runs, ...cards, ...requirements];
  return {
    error: versions.find(({ error }) => error)?.error ?? null,
    waiting: all.some(({ isLoading }) => isLoading) || versions.some(({ data }) => !data),
    sides: versions.flatMap(({ data: version }, i) =>
      version ? [{ version, run: runs[i]?.data, card: cards[i]?.data?.text, requirements: requirements[i]?.data?.text }] : [],
    ),
  };
}
