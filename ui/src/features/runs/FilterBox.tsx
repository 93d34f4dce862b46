import { CircleX, Filter } from "lucide-react";
import { type FormEvent, type Ref, useImperativeHandle, useRef, useState } from "react";

import { ApiError } from "@/api/client";
import { IconButton } from "@/shared/ui/Button";

import styles from "./FilterBox.module.css";
import { placeOf, sentenceOf } from "./filterError";

interface FilterBoxProps {
  filter: string;
  apply: (filter: string) => void;
  error: Error | null;
  handle: Ref<{ focus: () => void }>;
}

/** One line in the filter language. What the server cannot read is said here, at the character. */
export function FilterBox({ filter, apply, error, handle }: FilterBoxProps) {
  const [text, setText] = useState(filter);
  const [applied, setApplied] = useState(filter);
  if (applied !== filter) {
    // The address changed by other means, such as the back button.
    setApplied(filter);
    setText(filter);
  }
  const input = useRef<HTMLInputElement>(null);
  useImperativeHandle(handle, () => ({ focus: () => input.current?.select() }));

  const refused = error instanceof ApiError && error.status === 400 && filter !== "" ? error : null;
  const place = refused ? placeOf(refused.message) : undefined;
  const goToPlace = () => {
    if (place === undefined) return;
    input.current?.focus();
    input.current?.setSelectionRange(place, place + 1);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply(text.trim());
  };
  return (
    <form className={styles.form} onSubmit={submit} role="search">
      <Filter aria-hidden className={styles.glyph} />
      <input
        ref={input}
        className={`input mono ${styles.input}`}
        aria-label="Filter runs"
        aria-invalid={refused !== null}
        aria-describedby={refused ? "filter-error" : undefined}
        placeholder="metrics.accuracy > 0.9 and params.model = 'forest'"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && (text === filter ? input.current?.blur() : setText(filter))}
        spellCheck={false}
        autoComplete="off"
        data-testid="filter"
      />
      {(filter || text) && (
        <IconButton
          label="Clear the filter"
          className={styles.clear}
          onClick={() => {
            setText("");
            apply("");
          }}
        >
          <CircleX />
        </IconButton>
      )}
      {refused && (
        <div id="filter-error" role="alert" className={styles.error} data-testid="filter-error">
          {place !== undefined && (
            <button type="button" className={styles.picture} onClick={goToPlace} title="Go to this character">
              {filter.slice(Math.max(0, place - 40), place)}
              <mark>{filter.slice(place, place + 1) || "␣"}</mark>
              {filter.slice(place + 1, place + 40)}
            </button>
          )}
          <p>{sentenceOf(refused.message)}</p>
        </div>
      )}
    </form>
  );
}
