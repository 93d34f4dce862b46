export type Tab = "overview" | "metrics" | "system" | "evaluation" | "lineage" | "environment" | "artifacts";

/** Parts of addresses that open a tab; MLflow's names for tabs are understood. */
const NAMES: Readonly<Record<string, Tab>> = {
  metrics: "metrics",
  "model-metrics": "metrics",
  "system-metrics": "system",
  evaluation: "evaluation",
  evaluations: "evaluation",
  lineage: "lineage",
  environment: "environment",
  artifacts: "artifacts",
  artifactPath: "artifacts",
};

/** The address of a run at one of its tabs, as links take it. */
export const toTab = (params: { experimentId: string; runId: string }, tab: Tab) =>
  tab === "overview"
    ? ({ to: "/experiments/$experimentId/runs/$runId", params } as const)
    : ({ to: "/experiments/$experimentId/runs/$runId/$", params: { ...params, _splat: tab === "system" ? "system-metrics" : tab } } as const);

/** Tab and open artifact of the last part of a run's address. */
export function readTab(splat: string | undefined): { tab: Tab; path: string } {
  const [first = "", ...rest] = (splat ?? "").split("/");
  const tab = Object.hasOwn(NAMES, first) ? (NAMES[first] ?? "overview") : "overview";
  return { tab, path: tab === "artifacts" ? rest.join("/") : "" };
}
