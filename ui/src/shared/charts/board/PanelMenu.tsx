import { Copy, Download, Ellipsis, Link2, Pencil, Trash2, UnfoldHorizontal } from "lucide-react";

import { copyLink } from "../../copying";
import { download } from "../../download";
import { toCSV } from "../export/csv";
import type { Exportable } from "../export/exportable";
import { IconButton } from "../../ui/Button";
import { Menu, MenuItem, MenuLine } from "../../ui/Menu";
import { notifyFailure } from "../../ui/notify";
import type { Panel } from "./kinds";
import type { PanelSize } from "./state";
import type { Edits } from "./useEdits";

interface PanelMenuProps {
  panel: Panel;
  edits: Edits;
  exportable: Exportable | null;
}

const NEXT_SIZE: Record<PanelSize | "usual", readonly [size: PanelSize | undefined, words: string]> = {
  usual: ["wide", "Make wider"],
  wide: ["full", "Make as wide as the board"],
  full: [undefined, "Make narrow"],
};

export function PanelMenu({ panel, edits, exportable }: PanelMenuProps) {
  const [size, words] = NEXT_SIZE[panel.size ?? "usual"];
  const save = (ending: string, content: () => string | Promise<Blob>) => () => {
    if (!exportable) return;
    void Promise.resolve(content()).then((it) => download(`${exportable.name}.${ending}`, it)).catch(notifyFailure);
  };
  return (
    <Menu
      trigger={
        <IconButton label={`More about ${panel.title}`}>
          <Ellipsis />
        </IconButton>
      }
    >
      <MenuItem icon={<Pencil />} onSelect={() => edits.edit(panel.id)}>
        Edit
      </MenuItem>
      <MenuItem icon={<Copy />} onSelect={() => edits.duplicate(panel)}>
        Duplicate
      </MenuItem>
      <MenuItem icon={<UnfoldHorizontal />} onSelect={() => edits.resize(panel, size)}>
        {words}
      </MenuItem>
      <MenuLine />
      {exportable && (
        <>
          <MenuItem icon={<Download />} onSelect={save("png", () => exportable.toPNG())}>
            Download PNG
          </MenuItem>
          <MenuItem icon={<Download />} onSelect={save("svg", () => exportable.toSVG())}>
            Download SVG
          </MenuItem>
          <MenuItem icon={<Download />} onSelect={save("csv", () => toCSV(exportable.rows()))}>
            Download CSV
          </MenuItem>
        </>
      )}
      <MenuItem icon={<Link2 />} onSelect={() => copyLink()}>
        Copy link
      </MenuItem>
      <MenuLine />
      <MenuItem icon={<Trash2 />} danger onSelect={() => edits.remove(panel)}>
        Remove
      </MenuItem>
    </Menu>
  );
}
