import type { KeyValue } from "@/api/types";

/** Tags from lines of "name=value"; a line without "=" is a tag without a value. */
export function readTags(text: string): KeyValue[] {
  return text.split("\n").flatMap((line) => {
    const [key = "", ...value] = line.split("=");
    return key.trim() ? [{ key: key.trim(), value: value.join("=").trim() }] : [];
  });
}
