import { contains } from "@/api/quote";

/** What a filter has and a part of a name hardly: a comparison. */
const COMPARISON = /[=<>]|\b(?:i?like|in|between|is)\b\s*['"(n\d]/i;

/** Whether a text is meant as a filter; otherwise it is a part of a name. */
export const isFilter = (text: string): boolean => COMPARISON.test(text);

/** The filter that a text stands for: itself where it compares something, names that contain it otherwise. */
export function filterOf(text: string): string {
  const wanted = text.trim();
  return wanted === "" || isFilter(wanted) ? wanted : `name ILIKE ${contains(wanted)}`;
}
