import { useMemo } from "react";

import { formatNumber, plural } from "@/shared/format";

import { mapOf, type Shape } from "./geography";
import styles from "./Map.module.css";
import { parsed } from "./parsed";
import { TextView } from "./TextView";

/** The shapes of a GeoJSON file. There is no map below them: that would have to come from elsewhere. */
export default function MapView({ text, path }: { text: string; path: string }) {
  const map = useMemo(() => {
    const value = parsed(text, path);
    return value && mapOf(value.read);
  }, [text, path]);
  if (!map) return <TextView text={text} path={path} />;
  const [west, south, east, north] = map.bounds.map(formatNumber);
  return (
    <>
      <p className={styles.count}>
        {plural(map.features, "feature")}, longitude {west} to {east}, latitude {south} to {north}
      </p>
      <div className={styles.room}>
        <svg viewBox={`0 0 ${map.width} ${map.height}`} role="img" aria-label={`Map of ${plural(map.features, "feature")}`} className={styles.map}>
          {map.shapes.map((shape, i) => (
            <Drawn key={i} shape={shape} />
          ))}
        </svg>
      </div>
    </>
  );
}

function Drawn({ shape: { kind, parts, title } }: { shape: Shape }) {
  const [x = 0, y = 0] = parts[0]?.[0] ?? [];
  const path = parts.map((part) => `M${part.map((corner) => corner.join(",")).join("L")}${kind === "area" ? "Z" : ""}`).join("");
  return (
    <g className={styles[kind]}>
      {title && <title>{title}</title>}
      {kind === "point" ? <circle cx={x} cy={y} r={5} /> : <path d={path} fillRule="evenodd" />}
    </g>
  );
}
