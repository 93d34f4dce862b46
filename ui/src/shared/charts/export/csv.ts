import Papa from "papaparse";

import type { Table } from "./exportable";

/** Rows under their names. A word that a spreadsheet would take for a formula is marked as a word. */
export const toCSV = ({ columns, rows }: Table): string => Papa.unparse({ fields: [...columns], data: rows.map((row) => [...row]) }, { escapeFormulae: /^[=@\t\r]|^[+-](?![\d.]|Infinity)/ });
