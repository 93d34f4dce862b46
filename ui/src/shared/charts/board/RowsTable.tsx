import type { Table } from "../export/exportable";
import { formatDateTime, formatNumber } from "../../format";
import styles from "./Board.module.css";

const MOST = 500;

/** A moment as files have it. */
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

const written = (value: string | number | null) => (typeof value === "number" ? formatNumber(value) : value !== null && MOMENT.test(value) ? formatDateTime(Date.parse(value)) : value);

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
            {table.columns.map((column, j) => (
              <th key={column} data-word={typeof rows[0]?.[j] === "string" || undefined}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="num">
          {rows.map((row, i) => (
            <tr key={i}>
              {row.map((value, j) => (
                <td key={j} data-word={typeof value === "string" || undefined}>
                  {written(value)}
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
