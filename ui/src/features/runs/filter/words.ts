import { both } from "@/api/families";
import { contains } from "@/api/quote";

/** A filter narrowed to runs that have some words anywhere: each word has to be found. */
export function withWords(filter: string, q: string | undefined): string {
  const words = (q ?? "").trim().split(/\s+/).filter(Boolean);
  return words.length > 0 ? both(filter, words.map((word) => `text ILIKE ${contains(word)}`).join(" AND ")) : filter;
}
