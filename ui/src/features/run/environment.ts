import type { Run } from "@/api/types";
import { ofPrograms } from "@/shared/names";

import { NOTE, tagOf } from "./edits";

const SOURCE = "mlflow.source.";
const GIT = "mlflow.source.git.";

interface CodeVersion {
  source?: string;
  type?: string;
  entryPoint?: string;
  repository?: string;
  branch?: string;
  commit?: string;
  /** Whether files differed from the commit. */
  dirty: boolean;
  diff?: string;
}

/** Which code a run was made by, as its tags tell it; those of MLflow 1 and 2 too. */
export function codeVersion(run: Run): CodeVersion {
  const tag = (key: string) => tagOf(run, key) || undefined;
  return {
    source: tag(`${SOURCE}name`),
    type: tag(`${SOURCE}type`),
    entryPoint: tag("mlflow.project.entryPoint"),
    repository: tag(`${GIT}repoURL`) ?? tag("mlflow.gitRepoURL"),
    branch: tag(`${GIT}branch`) ?? tag("mlflow.gitBranchName"),
    commit: tag(`${GIT}commit`),
    dirty: tag(`${GIT}dirty`)?.toLowerCase() === "true",
    diff: tag(`${GIT}diff`),
  };
}

/** A word as a shell reads it. */
const shellWord = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** Commands that run the same again; nothing where the source is not known. */
export function runAgain(run: Run): string | undefined {
  const { source, type, entryPoint, commit, dirty, diff } = codeVersion(run);
  if (!source) return undefined;
  if (type === "PROJECT") {
    const params = (run.data?.params ?? []).map(({ key, value = "" }) => `-P ${shellWord(`${key}=${value}`)}`);
    const words = ["mlflow run", shellWord(source), entryPoint && entryPoint !== "main" && `-e ${shellWord(entryPoint)}`, commit && `--version ${shellWord(commit)}`, ...params];
    return words.filter(Boolean).join(" ");
  }
  if (!source.endsWith(".py")) return undefined;
  return [
    ...(commit ? [`git checkout ${shellWord(commit)}`] : []),
    ...(dirty ? [diff ? "# then apply the changes shown above" : "# there were changes that are not part of this commit"] : []),
    `python ${shellWord(source)}`,
  ].join("\n");
}

const TOLD = new Set([NOTE, "mlflow.runName", "mlflow.user", "mlflow.parentRunId", "mlflow.loggedArtifacts", "mlflow.datasets", "mlflow.log-model.history", "mlflow.project.entryPoint", "mlflow.gitRepoURL", "mlflow.gitBranchName"]);

/** What else the clients noted of the place where it ran. */
export const systemTags = (run: Run): [key: string, value: string][] =>
  (run.data?.tags ?? [])
    .filter(({ key }) => ofPrograms(key) && !key.startsWith(SOURCE) && !TOLD.has(key))
    .map(({ key, value = "" }): [string, string] => [key.slice("mlflow.".length), value])
    .sort(([a], [b]) => a.localeCompare(b));

const ENVIRONMENT_FILES = ["requirements.txt", "conda.yaml", "python_env.yaml", "constraints.txt", "pyproject.toml", "uv.lock", "Dockerfile", "MLproject"];

/** Those of some files that tell an environment, the telling ones first. */
export const environmentFiles = (names: readonly string[]): string[] => ENVIRONMENT_FILES.filter((name) => names.includes(name));
