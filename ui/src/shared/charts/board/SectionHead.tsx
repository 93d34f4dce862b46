import { ChevronRight } from "lucide-react";

import styles from "./Board.module.css";
import { type Placed, styleOf } from "./packing";
import type { BoardSection } from "./sections";

export function SectionHead({ section, place, toggle }: { section: BoardSection; place: Placed; toggle: (section: string) => void }) {
  return (
    <h2 className={styles.head} style={styleOf(place)}>
      <button type="button" aria-expanded={section.open} onClick={() => toggle(section.key)} data-testid={`section-${section.title}`}>
        <ChevronRight aria-hidden />
        {section.title}
        <span className="dimmer num">{section.ids.length.toLocaleString("en")}</span>
      </button>
    </h2>
  );
}
