import { X } from "lucide-react";

import type { Column } from "./offer";
import type { Fault, Row } from "./rows";
import styles from "./Try.module.css";

/** Rows that are shown as fields; more of them are sent all the same. */
export const MOST_ROWS = 200;

interface RowGridProps {
  columns: readonly Column[];
  rows: readonly Row[];
  faults: readonly Fault[];
  /** Columns that the answer complains about. */
  blamed: readonly string[];
  change: (rows: Row[]) => void;
  /** Takes a piece of a sheet, from a row on. */
  paste: (text: string, row: number) => void;
}

/** A field for each value, by the types of the signature. */
export function RowGrid({ columns, rows, faults, blamed, change, paste }: RowGridProps) {
  const put = (row: number, column: number, text: string) => change(rows.map((each, r) => (r === row ? each.map((cell, c) => (c === column ? text : cell)) : each)));
  const faultAt = (row: number, column: string) => faults.find((fault) => fault.row === row && fault.column === column);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className={styles.grid} role="region" aria-label="Rows" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map(({ name, type, required }) => (
              <th key={name} scope="col" data-bad={blamed.includes(name) || undefined}>
                <span className={styles.column}>
                  {name}
                  {!required && <i>optional</i>}
                </span>
                <code>{type}</code>
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((row, r) => (
            <tr key={r} data-testid="try-row">
              {columns.map((column, c) => {
                const fault = faultAt(r, column.name);
                return (
                  <td key={column.name}>
                    <Field
                      column={column}
                      label={`${column.name}, row ${r + 1}`}
                      value={row[c] ?? ""}
                      fault={fault?.words ?? (blamed.includes(column.name) ? "named by the error" : undefined)}
                      change={(text) => put(r, c, text)}
                      paste={(text) => paste(text, r)}
                    />
                  </td>
                );
              })}
              <td className={styles.away}>
                {rows.length > 1 && (
                  <button type="button" aria-label={`Remove row ${r + 1}`} onClick={() => change(rows.filter((_, each) => each !== r))}>
                    <X aria-hidden />
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface FieldProps {
  column: Column;
  label: string;
  value: string;
  fault: string | undefined;
  change: (text: string) => void;
  paste: (text: string) => void;
}

const HINTS: Readonly<Record<string, string>> = { datetime: "2026-03-01T09:00:00", binary: "base64", array: "[…]", object: "{…}", map: "{…}" };
const NUMERIC = new Set(["integer", "long", "float", "double"]);

function Field({ column: { type, required }, label, value, fault, change, paste }: FieldProps) {
  const common = { className: "input", "aria-label": label, "aria-invalid": fault !== undefined, title: fault, value };
  if (type === "boolean")
    return (
      <select {...common} onChange={(event) => change(event.target.value)}>
        <option value="">{required ? "" : "none"}</option>
        <option value="true">true</option>
        <option value="false">false</option>
      </select>
    );
  return (
    <input
      {...common}
      data-numeric={NUMERIC.has(type) || undefined}
      inputMode={NUMERIC.has(type) ? "decimal" : undefined}
      placeholder={required ? HINTS[type] : "none"}
      onChange={(event) => change(event.target.value)}
      onPaste={(event) => {
        // A piece of a sheet fills rows; a single value stays in its field.
        const text = event.clipboardData.getData("text/plain");
        if (!/[\t\n]/.test(text.trim())) return;
        event.preventDefault();
        paste(text);
      }}
      autoComplete="off"
      spellCheck={false}
    />
  );
}
