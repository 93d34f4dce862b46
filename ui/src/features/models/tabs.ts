export type ModelTab = "versions" | "about";
export type VersionTab = "overview" | "run" | "lineage" | "artifacts" | "try";

const MODEL_TABS: readonly ModelTab[] = ["versions", "about"];
const VERSION_TABS: readonly VersionTab[] = ["overview", "run", "lineage", "artifacts", "try"];

/** The tab that the last part of a model's address names. */
export const readModelTab = (splat: string | undefined): ModelTab => MODEL_TABS.find((tab) => tab === splat) ?? "versions";

/** Tab and open file of the last part of a version's address. */
export function readVersionTab(splat: string | undefined): { tab: VersionTab; path: string } {
  const [first = "", ...rest] = (splat ?? "").split("/");
  const tab = VERSION_TABS.find((each) => each === first) ?? "overview";
  return { tab, path: tab === "artifacts" ? rest.join("/") : "" };
}
