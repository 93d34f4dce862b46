import { type KeyboardEvent, type Ref, useId, useRef, useState } from "react";

import styles from "./Combobox.module.css";

interface Completion {
  value: string;
  /** What is shown; the value itself without it. */
  text?: string;
  /** Said in a quieter voice beside it. */
  hint?: string;
}

interface ComboboxProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** What fits the text as it stands, best first; the caller narrows. */
  completions: readonly Completion[];
  /** A completion was taken, or Enter pressed on a text of one's own. */
  onPick: (value: string) => void;
  placeholder?: string;
  inputRef?: Ref<HTMLInputElement>;
}

const SHOWN = 50;

/** A line of text with suggestions below it: arrows choose, Enter or Tab takes, Escape closes. Any other text may be kept. */
export function Combobox({ label, value, onChange, completions, onPick, placeholder, inputRef }: ComboboxProps) {
  const list = useId();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const box = useRef<HTMLUListElement>(null);
  const shown = completions.slice(0, SHOWN);
  const showing = open && shown.length > 0;
  const chosen = showing ? shown[at] : undefined;

  const move = (to: number) => {
    setOpen(true);
    setAt(to);
    box.current?.children[to]?.scrollIntoView({ block: "nearest" });
  };
  const take = (picked: string) => {
    setOpen(false);
    setAt(-1);
    onPick(picked);
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") move(at + 1 < shown.length ? at + 1 : 0);
    else if (event.key === "ArrowUp") move(at > 0 ? at - 1 : shown.length - 1);
    else if (event.key === "Enter") take(chosen?.value ?? value);
    else if (event.key === "Tab" && chosen) take(chosen.value);
    else if (event.key === "Escape" && showing) {
      setOpen(false);
      // The dialog around it stays.
      event.stopPropagation();
    } else return;
    event.preventDefault();
  };

  return (
    <div className={styles.combobox}>
      <input
        ref={inputRef}
        className="input"
        role="combobox"
        aria-label={label}
        aria-expanded={showing}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={chosen ? `${list}-${at}` : undefined}
        placeholder={placeholder}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
          setOpen(true);
          setAt(-1);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={press}
        spellCheck={false}
        autoComplete="off"
      />
      <ul id={list} role="listbox" aria-label={label} ref={box} className={styles.options} hidden={!showing}>
        {shown.map((one, i) => (
          // The keys are the field's: the focus never leaves it.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={one.value}
            id={`${list}-${i}`}
            role="option"
            aria-selected={i === at}
            className={styles.option}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => take(one.value)}
          >
            <span className="clip">{one.text ?? one.value}</span>
            {one.hint && <span className={styles.hint}>{one.hint}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
