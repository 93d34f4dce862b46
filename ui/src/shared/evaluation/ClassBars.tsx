import Papa from "papaparse";
import { useMemo } from "react";

import { ReadText } from "@/shared/artifacts/ReadText";
import { formatNumber } from "@/shared/format";

import { classScores } from "./outcomes";
import styles from "./Outcomes.module.css";

/** How well each class is told from the others, as bars. The table below has all numbers. */
export function ClassBars({ url }: { url: string }) {
  return <ReadText url={url}>{({ text }) => <Bars text={text} />}</ReadText>;
}

function Bars({ text }: { text: string }) {
  const classes = useMemo(() => {
    const [columns = [], ...rows] = Papa.parse<string[]>(text, { skipEmptyLines: true }).data;
    return classScores({ columns, rows });
  }, [text]);
  if (classes.length === 0 || classes.length > 60) return null;
  return (
    <table className={styles.bars}>
      <thead>
        <tr>
          <th scope="col">Class</th>
          {classes[0]?.scores.map(({ name }) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {classes.map((each) => (
          <tr key={each.name}>
            <th scope="row">{each.name}</th>
            {each.scores.map(({ name, value }) => (
              <td key={name}>
                <span className={styles.bar} aria-hidden>
                  <span style={{ width: `${100 * (value ?? 0)}%` }} />
                </span>
                <span className="num">{value === undefined ? "–" : formatNumber(value)}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
