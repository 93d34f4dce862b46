import { Search as Glass } from "lucide-react";
import type { Ref } from "react";

import styles from "./Search.module.css";

interface SearchProps {
  value: string;
  onChange: (value: string) => void;
  placeholder: string;
  inputRef?: Ref<HTMLInputElement>;
  width?: number | string;
}

/** A box that narrows what is shown while one types. */
export function Search({ value, onChange, placeholder, inputRef, width = 240 }: SearchProps) {
  return (
    <div className={styles.search} style={{ width }}>
      <Glass aria-hidden className={styles.glyph} />
      <input
        ref={inputRef}
        type="search"
        className="input"
        aria-label={placeholder}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          if (value) onChange("");
          else event.currentTarget.blur();
        }}
        spellCheck={false}
        autoComplete="off"
      />
    </div>
  );
}
