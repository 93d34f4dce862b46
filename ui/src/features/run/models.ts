import { useQueries } from "@tanstack/react-query";

import { artifactsQuery } from "@/api/artifacts";
import { loggedModelQuery } from "@/api/loggedModels";
import type { Run } from "@/api/types";
import { baseName } from "@/shared/format";

/** A model that a run left: logged as an object of its own, or a folder among the run's files. */
interface RunModel {
  title: string;
  /** As `load_model` takes it. */
  uri: string;
  /** What a version of it is made from. */
  source: string;
  modelId?: string;
}

const loggedModels = (run: Run): string[] => [...new Set(run.outputs?.model_outputs?.map((output) => output.model_id))];

/** The models that a run logged, as far as they are known by now. */
export function useLoggedModels(run: Run) {
  return useQueries({ queries: loggedModels(run).map(loggedModelQuery), combine: known });
}

const known = <T>(answers: readonly { data?: T }[]): T[] => answers.flatMap(({ data }) => data ?? []);

/** All models of a run. Those of MLflow 1 and 2 are folders with an MLmodel file among its files; only the topmost are looked at. */
export function useRunModels(run: Run): { models: RunModel[]; pending: boolean } {
  const runId = run.info.run_id;
  const logged = useQueries({ queries: loggedModels(run).map(loggedModelQuery) });
  const [top] = useQueries({ queries: [artifactsQuery({ runId }, "")] });
  const folders = top.data?.files.filter((file) => file.is_dir).slice(0, 20) ?? [];
  const inside = useQueries({ queries: folders.map((folder) => artifactsQuery({ runId }, folder.path)) });
  const named = known(logged).map(({ info }): RunModel => ({ title: info.name, uri: `models:/${info.model_id}`, source: `models:/${info.model_id}`, modelId: info.model_id }));
  const among = folders.flatMap((folder, i): RunModel[] => {
    const isModel = inside[i]?.data?.files.some((file) => baseName(file.path) === "MLmodel");
    return isModel ? [{ title: folder.path, uri: `runs:/${runId}/${folder.path}`, source: `${top.data?.rootUri}/${folder.path}` }] : [];
  });
  return { models: [...named, ...among], pending: [top, ...logged, ...inside].some(({ isPending }) => isPending) };
}
