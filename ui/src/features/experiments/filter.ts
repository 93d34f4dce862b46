import { quoted, quotedKey } from "@/api/quote";

/** The filter for experiments that have a tag. */
export const taggedWith = (key: string, value: string): string => `tags.${quotedKey(key)} = ${quoted(value)}`;
