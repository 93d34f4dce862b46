import type { RegisteredModel } from "@/api/types";

/** The highest version number that the model's entry tells. */
export function newestVersion(model: RegisteredModel): string | undefined {
  const numbers = [...(model.latest_versions ?? []), ...(model.aliases ?? [])].map((each) => each.version);
  return numbers.sort((a, b) => Number(b) - Number(a))[0];
}
