import { CircleX, Search as Glass } from "lucide-react";
import { type FormEvent, type Ref, useImperativeHandle, useRef, useState } from "react";

import { ApiError } from "@/api/client";

import { IconButton } from "../ui/Button";
import { FilterError } from "./FilterError";
import { isFilter } from "./meant";
import { placeOf } from "./refused";
import styles from "./SearchLine.module.css";

interface SearchLineProps {
  /** What is searched for: part of a name, or a filter. */
  value: string;
  apply: (value: string) => void;
  label: string;
  placeholder: string;
  error: Error | null;
  /** Characters that the page put before the filter when it asked. */
  before?: number;
  handle?: Ref<{ focus: () => void }>;
}

/** One line that takes a part of a name while one types, or a filter once Enter is pressed. What cannot be read is said at the character. */
export function SearchLine({ value, apply, label, placeholder, error, before = 0, handle }: SearchLineProps) {
  const [text, setText] = useState(value);
  const [applied, setApplied] = useState(value);
  if (applied !== value) {
    // The address changed by other means, such as the back button.
    setApplied(value);
    if (value !== text.trim()) setText(value);
  }
  const input = useRef<HTMLInputElement>(null);
  useImperativeHandle(handle, () => ({ focus: () => input.current?.select() }));
  const refused = error instanceof ApiError && error.status === 400 && isFilter(value) ? error : null;
  const place = refused ? placeOf(refused.message, before) : undefined;
  const change = (next: string) => {
    setText(next);
    if (!isFilter(next)) apply(next.trim());
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply(text.trim());
  };
  return (
    <form className={styles.form} onSubmit={submit} role="search">
      <Glass aria-hidden className={styles.glyph} />
      <input
        ref={input}
        className={`input ${styles.input} ${isFilter(text) ? "mono" : ""}`}
        aria-label={label}
        aria-invalid={refused !== null}
        aria-describedby={refused ? "search-error" : undefined}
        placeholder={placeholder}
        value={text}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          if (text) change("");
          else input.current?.blur();
        }}
        spellCheck={false}
        autoComplete="off"
        data-testid="search"
      />
      {text && (
        <IconButton label="Clear the search" className={styles.clear} onClick={() => change("")}>
          <CircleX />
        </IconButton>
      )}
      {refused && (
        <FilterError
          id="search-error"
          filter={value}
          message={refused.message}
          place={place}
          goTo={(index) => {
            input.current?.focus();
            input.current?.setSelectionRange(index, index + 1);
          }}
        />
      )}
    </form>
  );
}
