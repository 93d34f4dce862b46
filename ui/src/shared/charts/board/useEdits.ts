import { useEffect, useMemo, useRef, useState } from "react";

import { notifyDone } from "../../ui/notify";
import type { Panel } from "./kinds";
import type { BoardSection } from "./sections";
import { type BoardLook, type BoardState, freshId, moved, type PanelSize, type PanelState, restored, toggled, withLook, withoutPanel, withPanel } from "./state";

const stateOf = ({ id, kind, settings, size }: Panel): PanelState => ({ id, kind: kind.name, settings: { ...settings }, ...(size ? { size } : {}) });

/** All that can be done to a board. The same object as long as the board is shown. */
export interface Edits {
  edit: (id: string | undefined) => void;
  /** Shows a panel as large as the window. */
  enlarge: (id: string | undefined) => void;
  save: (panel: Omit<PanelState, "id"> & { id?: string }) => void;
  change: (panel: Panel, settings: object) => void;
  resize: (panel: Panel, size: PanelSize | undefined) => void;
  duplicate: (panel: Panel) => void;
  remove: (panel: Panel) => void;
  move: (section: BoardSection, id: string, to: number) => void;
  toggle: (section: string) => void;
  find: (text: string) => void;
  look: (look: Partial<BoardLook>) => void;
  reset: () => void;
}

interface Editing {
  edits: Edits;
  /** Id of the panel whose form is open, "" for a new one. */
  editing: string | undefined;
  enlarged: string | undefined;
  /** What was done last, in words. */
  told: string;
}

export function useEdits(state: BoardState, change: (next: BoardState) => void): Editing {
  const [editing, edit] = useState<string>();
  const [enlarged, enlarge] = useState<string>();
  const [told, tell] = useState("");
  const latest = useRef({ state, change });
  useEffect(() => {
    latest.current = { state, change };
  });
  const edits = useMemo((): Edits => {
    // What is undone later is undone on the board as it is then.
    const alter = (how: (state: BoardState) => BoardState) => {
      const next = how(latest.current.state);
      latest.current.state = next;
      latest.current.change(next);
    };
    return {
      edit,
      enlarge,
      save: ({ id, ...panel }) => alter((now) => withPanel(now, { id: id ?? freshId(now), ...panel })),
      change: (panel, settings) => alter((now) => withPanel(now, { ...stateOf(panel), settings: { ...panel.settings, ...settings } })),
      resize: (panel, size) => alter((now) => withPanel(now, { ...stateOf(panel), size })),
      duplicate: (panel) => {
        alter((now) => withPanel(now, { ...stateOf(panel), id: freshId(now) }));
        tell(`${panel.title}: a copy stands among the charts that were added`);
      },
      remove: (panel) => {
        alter((now) => withoutPanel(now, panel.id));
        notifyDone(`Removed ${panel.title}`, async () => alter((now) => restored(now, panel.id, panel.automatic ? undefined : stateOf(panel))));
      },
      move: ({ key, ids }, id, to) => {
        const place = Math.max(0, Math.min(to, ids.length - 1));
        alter((now) => moved(now, key, ids, id, place));
        tell(`Moved to place ${place + 1} of ${ids.length}`);
      },
      toggle: (section) => alter((now) => toggled(now, section)),
      find: (find) => alter((now) => ({ ...now, find: find || undefined })),
      look: (look) => alter((now) => withLook(now, look)),
      reset: () => {
        const before = latest.current.state;
        alter(({ find, look }) => ({ find, look }));
        notifyDone("The board is as it was at first", async () => alter(() => before));
      },
    };
  }, []);
  return { edits, editing, enlarged, told };
}
