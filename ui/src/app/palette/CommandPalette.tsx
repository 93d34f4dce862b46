import { Command } from "cmdk";
import { useLayoutEffect, useRef, useState } from "react";

import { giveBack, returnPoint } from "@/shared/ui/focus";
import { Kbd } from "@/shared/ui/Kbd";

import styles from "./CommandPalette.module.css";
import { useEntries } from "./useEntries";

/** ⌘K: go to an experiment, a run, a model or a page by a few letters, or do what the page that is shown offers. */
export function CommandPalette({ open, onClose }: { open: boolean; onClose: () => void }) {
  const before = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    if (open) before.current = returnPoint();
  }, [open]);
  const close = () => {
    const here = location.hash;
    onClose();
    // Whoever went somewhere is met by the heading there; what opened a dialog has the focus in it.
    setTimeout(() => location.hash === here && !document.querySelector("[role=dialog]") && giveBack(before.current), 100);
  };
  return (
    <Command.Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      label="Go to anything"
      shouldFilter={false}
      overlayClassName={styles.scrim}
      contentClassName={styles.box}
    >
      {open && <Palette onClose={close} />}
    </Command.Dialog>
  );
}

function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const { groups, busy } = useEntries(text);
  const then = (act: () => unknown) => () => {
    onClose();
    void act();
  };
  return (
    <>
      <Command.Input className={styles.input} value={text} onValueChange={setText} placeholder="Experiment, run, model, page or action" />
      <Command.List className={styles.list} label="What fits">
        <Command.Empty className={styles.empty}>{busy ? "Looking…" : "Nothing has such a name or id."}</Command.Empty>
        {groups.map(({ title, entries }) => (
          <Command.Group key={title} heading={title} className={styles.group}>
            {entries.map(({ id, name, where, icon: Icon, hint, act }) => (
              <Command.Item key={id} value={id} className={styles.item} onSelect={then(act)}>
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
