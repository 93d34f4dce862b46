import { ChevronRight } from "lucide-react";
import type { CSSProperties } from "react";

import styles from "./Board.module.css";
import type { BoardSection } from "./sections";

export function SectionHead({ section, style, toggle }: { section: BoardSection; style: CSSProperties; toggle: () => void }) {
  return (
    <h2 className={styles.head} style={style}>
      <button type="button" aria-expanded={section.open} onClick={toggle} data-testid={`section-${section.title}`}>
        <ChevronRight aria-hidden />
        {section.title}
        <span className="dimmer num">{section.ids.length.toLocaleString("en")}</span>
      </button>
    </h2>
  );
}
