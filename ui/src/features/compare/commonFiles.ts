import { useQueries } from "@tanstack/react-query";

import { allArtifactsQuery, artifactUrl } from "@/api/artifacts";
import { loggedModelQuery } from "@/api/loggedModels";
import type { Run } from "@/api/types";
import { kindOf } from "@/shared/artifacts/kinds";
import { factsOf } from "@/shared/runs/facts";

const TEXTS = new Set(["text", "log", "json", "yaml", "table", "markdown", "html", "geojson", "model"]);

/** Where a text of a run is: in a file, or in the run itself. */
export type TextSource = { url: string } | { text: string };

/** Texts of a run by what they are called in each run that has one. */
export type Texts = ReadonlyMap<string, TextSource>;

const DIFF = "mlflow.source.git.diff";
/** What a run's own texts are called, in the order in which they are offered. */
const OWN = ["Parameters", "Code version", "Uncommitted changes"];
const lines = (pairs: Iterable<readonly [string, string]>): string => [...pairs].map(([key, value]) => `${key}: ${value}\n`).sort().join("");

/** What a run says of itself, as texts that can be compared like files. */
function ownTexts(run: Run): [string, TextSource][] {
  const { params, tags } = factsOf(run);
  const code = [...tags].filter(([key]) => /^mlflow\.(source|project)\./.test(key) && key !== DIFF);
  const texts = [lines(params), lines(code), tags.get(DIFF) ?? ""];
  return OWN.flatMap((name, i): [string, TextSource][] => (texts[i] ? [[name, { text: texts[i] }]] : []));
}

/** Texts of each run: its parameters and code, its files, those of the models it logged. */
export function useTexts(runs: readonly Run[]): { texts: Texts[]; pending: boolean } {
  const modelIds = runs.map((run) => run.outputs?.model_outputs?.map(({ model_id: id }) => id) ?? []);
  const files = useQueries({ queries: runs.map((run) => allArtifactsQuery({ runId: run.info.run_id })) });
  const ids = modelIds.flat();
  const models = useQueries({ queries: ids.map(loggedModelQuery) });
  const modelFiles = useQueries({ queries: ids.map((modelId) => allArtifactsQuery({ modelId })) });
  const texts = runs.map((run, i): Texts => {
    const own = files[i]?.data?.files.map(({ path }): [string, TextSource] => [path, { url: artifactUrl({ runId: run.info.run_id }, path) }]) ?? [];
    const ofModels = (modelIds[i] ?? []).flatMap((modelId) => {
      const at = ids.indexOf(modelId);
      const name = models[at]?.data?.info.name ?? modelId;
      return modelFiles[at]?.data?.files.map(({ path }): [string, TextSource] => [`${name}/${path}`, { url: artifactUrl({ modelId }, path) }]) ?? [];
    });
    return new Map([...ownTexts(run), ...[...own, ...ofModels].filter(([path]) => TEXTS.has(kindOf(path)))]);
  });
  return { texts, pending: [...files, ...modelFiles].some((answer) => answer.isPending) };
}

/** Names that two runs at least have, the runs' own texts and environments first. */
export function commonNames(texts: readonly Texts[]): string[] {
  const counts = new Map<string, number>();
  for (const each of texts) for (const name of each.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const rank = (name: string) => {
    const own = OWN.indexOf(name);
    return own >= 0 ? own : OWN.length + (/(requirements\.txt|conda\.yaml|python_env\.yaml)$/.test(name) ? 0 : 1);
  };
  return [...counts].filter(([, count]) => count > 1).map(([name]) => name).sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}
