const TYPES: Record<string, string> = { svg: "image/svg+xml", csv: "text/csv;charset=utf-8", json: "application/json" };

/** Hands a file to the reader. */
export function download(name: string, content: string | Blob): void {
  const ending = name.split(".").pop() ?? "";
  const blob = typeof content === "string" ? new Blob([content], { type: TYPES[ending] ?? "text/plain" }) : content;
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName(name);
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A name that every file system takes. */
export const fileName = (name: string): string => name.replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, "-").slice(0, 120);
