import type { Note } from "./findings";
import { Section } from "@/shared/ui/Facts";

import { outcomesOf } from "./outcomes";
import styles from "./Outcomes.module.css";

/** What the examples were and what they were taken for, in numbers. */
export function Confusion({ note }: { note: Note }) {
  const outcomes = outcomesOf(note);
  if (!outcomes) return null;
  return (
    <Section title="Outcomes">
      <table className={styles.confusion} data-testid="outcomes">
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">What they were</span>
            </th>
            {outcomes.rows[0]?.cells.map((cell) => (
              <th key={cell.name} scope="col">
                taken {cell.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {outcomes.rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              {row.cells.map((cell) => (
                <td key={cell.name} data-right={cell.right} style={{ "--share": `${Math.round(cell.share * 60)}%` } as React.CSSProperties}>
                  <b>{cell.count.toLocaleString("en")}</b> {(100 * cell.share).toFixed(1)} %
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
