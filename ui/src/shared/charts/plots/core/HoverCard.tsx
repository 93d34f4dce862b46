import styles from "./Plot.module.css";
import type { Size } from "./scene";

interface Told {
  title: string;
  facts: readonly (readonly [name: string, value: string])[];
}

/** What is pointed at, in words, beside the pointer and inside the picture. */
export function HoverCard({ at, size, told }: { at: { x: number; y: number }; size: Size; told: Told }) {
  const style = {
    [at.x > size.width / 2 ? "right" : "left"]: at.x > size.width / 2 ? size.width - at.x + 12 : at.x + 12,
    [at.y > size.height / 2 ? "bottom" : "top"]: at.y > size.height / 2 ? Math.max(2, size.height - at.y - 6) : Math.max(2, at.y - 6),
  };
  return (
    <div className={styles.card} style={style} role="status" data-testid="plot-card">
      <b>{told.title}</b>
      <dl>
        {told.facts.map(([name, value], i) => (
          <div key={i} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
