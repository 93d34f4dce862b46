import { contains } from "@/api/quote";
import type { ModelVersion, RegisteredModel } from "@/api/types";
import { isFilter } from "@/shared/filter/meant";

/** The highest version number that the model's entry tells. */
export function newestVersion(model: RegisteredModel): string | undefined {
  const numbers = [...(model.latest_versions ?? []), ...(model.aliases ?? [])].map((each) => each.version);
  return numbers.sort((a, b) => Number(b) - Number(a))[0];
}

/** The filter that a search among versions means: a number, a filter, or words of the description and aliases. */
export function versionFilter(text: string): string {
  const wanted = text.trim();
  if (!wanted || isFilter(wanted)) return wanted;
  if (/^v?\d+$/.test(wanted)) return `version_number = ${Number(wanted.replace("v", ""))}`;
  return `description ILIKE ${contains(wanted)} OR alias ILIKE ${contains(wanted.replace(/^@/, ""))}`;
}

/** The address that loads exactly this version: an alias of it where there is one, since that is what people write. */
export const loadUri = ({ name, version, aliases }: Pick<ModelVersion, "name" | "version" | "aliases">): string =>
  aliases?.[0] ? `models:/${name}@${aliases[0]}` : `models:/${name}/${version}`;
