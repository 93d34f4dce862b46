import { Command } from "cmdk";
import { Dialog as Radix } from "radix-ui";
import { useLayoutEffect, useRef, useState } from "react";

import { giveBack, returnPoint } from "@/shared/ui/focus";
import { Kbd } from "@/shared/ui/Kbd";

import styles from "./CommandPalette.module.css";
import { useEntries } from "./useEntries";

/** By then an action has shown what it opens, or gone where it leads. */
const SETTLED_MS = 100;

/** ⌘K: go to an experiment, a run, a model or a page by a few letters, or do what the page that is shown offers. */
export function CommandPalette({ open, onClose }: { open: boolean; onClose: () => void }) {
  const before = useRef<HTMLElement | null>(null);
  const chosen = useRef<() => unknown>(undefined);
  useLayoutEffect(() => {
    if (open) before.current = returnPoint();
  }, [open]);
  /** What was chosen is done when the palette is gone: until then it keeps the focus, also from a field that an action opens. */
  const closed = (event: Event) => {
    event.preventDefault();
    const here = location.hash;
    const act = chosen.current;
    chosen.current = undefined;
    void act?.();
    // Whoever went somewhere is met by the heading there; what opened a dialog or a field has the focus in it.
    setTimeout(() => location.hash === here && document.activeElement === document.body && giveBack(before.current), act ? SETTLED_MS : 0);
  };
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.scrim} />
        <Radix.Content className={styles.box} aria-describedby={undefined} onCloseAutoFocus={closed}>
          <Radix.Title className="sr-only">Go to anything</Radix.Title>
          <Command label="Go to anything" shouldFilter={false}>
            <Palette
              choose={(act) => {
                chosen.current = act;
                onClose();
              }}
            />
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Palette({ choose }: { choose: (act: () => unknown) => void }) {
  const [text, setText] = useState("");
  const { groups, busy } = useEntries(text);
  return (
    <>
      <Command.Input className={styles.input} value={text} onValueChange={setText} placeholder="Experiment, run, model, page or action" />
      <Command.List className={styles.list} label="What fits">
        <Command.Empty className={styles.empty}>{busy ? "Looking…" : "Nothing has such a name or id."}</Command.Empty>
        {groups.map(({ title, entries }) => (
          <Command.Group key={title} heading={title} className={styles.group}>
            {entries.map(({ id, name, where, icon: Icon, hint, act }) => (
              <Command.Item key={id} value={id} className={styles.item} onSelect={() => choose(act)}>
                <Icon aria-hidden />
                <span className="clip">{name}</span>
                {where && <code className={styles.where}>{where}</code>}
                {hint && (
                  <span className={styles.hint} aria-hidden>
                    {hint.split(" ").map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </span>
                )}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </>
  );
}
