import { RadioGroup } from "radix-ui";
import { useState } from "react";

import { ActDialog } from "../../ui/Dialog";
import styles from "./Board.module.css";
import type { BoardContext } from "./contract";
import { KINDS, type Panel } from "./kinds";
import type { PanelState } from "./state";

interface PanelDialogProps {
  /** The panel to change; none for a new one. */
  panel: Panel | undefined;
  context: BoardContext;
  save: (panel: Omit<PanelState, "id"> & { id?: string }) => void;
  close: () => void;
}

/** Chooses a kind of chart and what it shows. */
export function PanelDialog({ panel, context, save, close }: PanelDialogProps) {
  const [kind, setKind] = useState(panel?.kind ?? KINDS[0]);
  const [settings, setSettings] = useState<object>(() => panel?.settings ?? KINDS[0]?.defaults(context) ?? {});
  if (!kind) return null;
  const { Settings } = kind;
  const size = panel ? panel.size : kind.size;
  const choose = (name: string) => {
    const chosen = KINDS.find((other) => other.name === name);
    if (!chosen) return;
    setKind(chosen);
    setSettings(chosen.defaults(context));
  };
  return (
    <ActDialog
      open
      onClose={close}
      title={panel ? `Edit ${panel.title}` : "Add a chart"}
      action={panel ? "Save" : "Add"}
      act={async () => save({ id: panel?.id, kind: kind.name, settings: { ...settings }, ...(size ? { size } : {}) })}
    >
      {!panel && (
        <RadioGroup.Root className={styles.kinds} aria-label="Kind of chart" value={kind.name} onValueChange={choose}>
          {KINDS.map(({ name, label, icon: Icon }) => (
            <RadioGroup.Item key={name} value={name}>
              <Icon aria-hidden />
              {label}
            </RadioGroup.Item>
          ))}
        </RadioGroup.Root>
      )}
      <p className="dimmer">{kind.about}.</p>
      <Settings {...context} settings={settings} change={(some) => setSettings((before) => ({ ...before, ...some }))} />
    </ActDialog>
  );
}
