import type { Table } from "../export/exportable";
import { formatNumber } from "../../format";
import styles from "./Board.module.css";

const MOST = 500;

/** The numbers of a chart, for those who would rather read them. */
export function RowsTable({ table, height }: { table: Table; height: number }) {
  const rows = table.rows.slice(-MOST);
  return (
    // A scrolling region must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.rows} style={{ height }} tabIndex={0} role="region" aria-label="Values">
      <table>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column}>{column}</th>
            ))}
          </tr>
        </thead>
        <tbody className="num">
          {rows.map((row, i) => (
            <tr key={i}>
              {row.map((value, j) => (
                <td key={j} data-word={typeof value === "string" || undefined}>
                  {typeof value === "number" ? formatNumber(value) : value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.rows.length > MOST && <p className="dimmer">The last {MOST} of {table.rows.length.toLocaleString("en")}; all of them are in the CSV file.</p>}
    </div>
  );
}
