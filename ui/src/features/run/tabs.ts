export type Tab = "overview" | "metrics" | "evaluation" | "artifacts";

/** Tab and open artifact of the last part of a run's address; MLflow's names for tabs are understood. */
export function readTab(splat: string | undefined): { tab: Tab; path: string } {
  const [first = "", ...rest] = (splat ?? "").split("/");
  if (first === "metrics" || first === "model-metrics" || first === "system-metrics") return { tab: "metrics", path: "" };
  if (first === "evaluation" || first === "evaluations") return { tab: "evaluation", path: "" };
  if (first === "artifacts" || first === "artifactPath") return { tab: "artifacts", path: rest.join("/") };
  return { tab: "overview", path: "" };
}
