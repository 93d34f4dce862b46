import { CircleX, Clock, Filter } from "lucide-react";
import { type FormEvent, type KeyboardEvent, type Ref, useId, useImperativeHandle, useRef, useState } from "react";
import { flushSync } from "react-dom";

import { ApiError } from "@/api/client";
import { FilterError } from "@/shared/filter/FilterError";
import { placeOf } from "@/shared/filter/refused";
import { IconButton } from "@/shared/ui/Button";

import { completed, type Completion } from "./completion";
import styles from "./FilterBox.module.css";
import { FilterHelpButton } from "./FilterHelp";
import { FilterText } from "./FilterText";
import { recentFilters, rememberFilter } from "./recent";
import { useCompletions } from "./useCompletions";

interface FilterBoxProps {
  experimentIds: readonly string[];
  filter: string;
  apply: (filter: string) => void;
  error: Error | null;
  /** Characters that stand before the filter in what the server was asked. */
  shift: number;
  handle: Ref<{ focus: () => void }>;
}

type Option = { recent: string } | Completion;

/** One line in the filter language, completed as one types. What the server cannot read is said here, at the character. */
export function FilterBox({ experimentIds, filter, apply, error, shift, handle }: FilterBoxProps) {
  const list = useId();
  const [text, setText] = useState(filter);
  const [applied, setApplied] = useState(filter);
  if (applied !== filter) {
    // The address changed by other means, such as the back button.
    setApplied(filter);
    setText(filter);
  }
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const colours = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLUListElement>(null);
  useImperativeHandle(handle, () => ({ focus: () => input.current?.select() }));

  const { place, completions } = useCompletions(experimentIds, text, caret, open);
  const recent = open && text === "" ? recentFilters() : [];
  const options: readonly Option[] = [...recent.map((one) => ({ recent: one })), ...completions];
  // What is written out already needs no completion.
  const finished = completions.length === 1 && completions[0]?.insert.trimEnd() === place.typed;
  const showing = open && options.length > 0 && !finished;

  const refused = error instanceof ApiError && error.status === 400 && filter !== "" ? error : null;
  const wrong = refused ? placeOf(refused.message, shift) : undefined;
  const show = () => setOpen(true);
  const follow = () => {
    setCaret(input.current?.selectionStart ?? 0);
    if (colours.current && input.current) colours.current.scrollLeft = input.current.scrollLeft;
  };
  const submit = (next = text) => {
    setOpen(false);
    setAt(-1);
    const wanted = next.trim();
    if (wanted) rememberFilter(wanted);
    apply(wanted);
  };
  const take = (option: Option) => {
    setAt(-1);
    if ("recent" in option) {
      setText(option.recent);
      submit(option.recent);
      return;
    }
    const next = completed(text, place, option);
    // The field has the new text before the caret is set, and the caret is set before the next key.
    flushSync(() => setText(next.filter));
    input.current?.setSelectionRange(next.caret, next.caret);
    follow();
  };
  const move = (to: number) => {
    show();
    setAt(to);
    box.current?.children[to]?.scrollIntoView({ block: "nearest" });
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const chosen = showing ? options[at] : undefined;
    if (event.key === "ArrowDown") move(at + 1 < options.length ? at + 1 : 0);
    else if (event.key === "ArrowUp" && showing) move(at > 0 ? at - 1 : options.length - 1);
    else if (event.key === "Enter" && chosen) take(chosen);
    else if (event.key === "Tab" && !event.shiftKey && showing && (chosen || place.typed)) take(chosen ?? (options[0] as Option));
    else if (event.key === "Escape") {
      if (showing) setOpen(false);
      else input.current?.blur();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  };
  return (
    <form
      className={styles.form}
      role="search"
      aria-label="Filter"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        submit();
      }}
    >
      <Filter aria-hidden className={styles.glyph} />
      <FilterText ref={colours} text={text} place={text === filter ? wrong : undefined} />
      <input
        ref={input}
        className={`input mono ${styles.input}`}
        role="combobox"
        aria-label="Filter runs"
        aria-expanded={showing}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={showing && at >= 0 ? `${list}-${at}` : undefined}
        aria-invalid={refused !== null}
        aria-describedby={refused ? "filter-error" : undefined}
        placeholder="metrics.accuracy > 0.9 and params.model = 'forest'"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(-1);
          show();
          follow();
        }}
        onSelect={follow}
        onScroll={follow}
        onFocus={show}
        onBlur={() => setOpen(false)}
        onKeyDown={press}
        spellCheck={false}
        autoComplete="off"
        data-testid="filter"
      />
      <span className={styles.buttons}>
        {(filter || text) && (
          <IconButton
            label="Clear the filter"
            onClick={() => {
              setText("");
              apply("");
            }}
          >
            <CircleX />
          </IconButton>
        )}
        <FilterHelpButton apply={apply} />
      </span>
      <ul id={list} ref={box} role="listbox" aria-label="Completions" className={styles.options} hidden={!showing}>
        {options.map((option, i) => (
          // The keys are the field's: the focus never leaves it.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li key={i} id={`${list}-${i}`} role="option" aria-selected={i === at} className={styles.option} onPointerDown={(event) => event.preventDefault()} onClick={() => take(option)}>
            {"recent" in option ? (
              <>
                <Clock aria-hidden />
                <code className="clip">{option.recent}</code>
              </>
            ) : (
              <>
                <code className="clip">{option.label}</code>
                <span className={styles.hint}>{option.hint}</span>
              </>
            )}
          </li>
        ))}
      </ul>
      {refused && !showing && (
        <FilterError
          id="filter-error"
          filter={filter}
          message={refused.message}
          place={wrong}
          goTo={(index) => {
            input.current?.focus();
            input.current?.setSelectionRange(index, index + 1);
          }}
        />
      )}
    </form>
  );
}
