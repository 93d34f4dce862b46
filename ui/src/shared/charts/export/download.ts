import Papa from "papaparse";

import { notifyDone } from "../../ui/notify";
import type { Table } from "./exportable";

const TYPES: Record<string, string> = { svg: "image/svg+xml", csv: "text/csv;charset=utf-8" };

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

/** Rows under their names. A word that a spreadsheet would take for a formula is marked as a word. */
export const toCSV = ({ columns, rows }: Table): string => Papa.unparse({ fields: [...columns], data: rows.map((row) => [...row]) }, { escapeFormulae: /^[=@\t\r]|^[+-](?![\d.]|Infinity)/ });

export async function copyLink(): Promise<void> {
  await navigator.clipboard.writeText(location.href);
  notifyDone("The link is copied");
}
