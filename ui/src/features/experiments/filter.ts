import { contains, quoted, quotedKey } from "@/api/quote";

/** What a filter has and a part of a name hardly: a comparison. */
const COMPARISON = /[=<>]|\b(?:i?like|in|is)\b\s*['"(n]/i;

/** The filter that a text stands for: itself where it compares something, names that contain it otherwise. */
export function filterOf(text: string): string {
  const wanted = text.trim();
  if (wanted === "") return "";
  return COMPARISON.test(wanted) ? wanted : `name ILIKE ${contains(wanted)}`;
}

/** The filter for experiments that have a tag. */
export const taggedWith = (key: string, value: string): string => `tags.${quotedKey(key)} = ${quoted(value)}`;
