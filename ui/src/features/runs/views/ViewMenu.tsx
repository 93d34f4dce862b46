import { Bookmark, BookmarkCheck, Copy, CopyPlus, House, Pencil, Save, Trash2, Undo2 } from "lucide-react";
import { useState } from "react";

import { usePageActions } from "@/shared/actions";
import { copyLink } from "@/shared/copying";
import { Button } from "@/shared/ui/Button";
import { NameDialog } from "@/shared/ui/Dialog";
import { Menu, MenuItem, MenuLine } from "@/shared/ui/Menu";
import { notifyFailure } from "@/shared/ui/notify";
import type { TableState } from "@/shared/urlState/table";

import type { useViews } from "./useViews";
import styles from "./ViewMenu.module.css";
import { isSame, refusal, type View } from "./views";

interface ViewMenuProps {
  saved: ReturnType<typeof useViews>;
  state: TableState;
  open: (next: TableState) => void;
  change: (next: Partial<TableState>) => void;
}

/** Saved views: opened, kept, named, shared with everybody who sees the experiment. */
export function ViewMenu({ saved, state, open, change }: ViewMenuProps) {
  const [asking, setAsking] = useState<"save" | "rename" | null>(null);
  const current = saved.views.find(({ name }) => name === state.saved);
  const changed = current !== undefined && !isSame(state, current.state);
  const show = (view: View) => open({ ...view.state, saved: view.name });
  const told = (act: Promise<unknown>) => void act.catch(notifyFailure);

  const save = async (name: string) => {
    const why = refusal(name, state);
    if (why) throw new Error(why);
    await saved.save(name, state);
    // The table may be another by now: only the name is put to it.
    change({ saved: name });
  };
  const unused = (name: string) => {
    if (saved.views.some((view) => view.name === name)) throw new Error("There is a view of that name already.");
  };
  usePageActions(
    [
      ...saved.views.filter((view) => view !== current).map((view) => ({ name: `Open the view “${view.name}”`, act: () => show(view) })),
      ...(current && changed ? [{ name: `Save the changes to “${current.name}”`, act: () => told(save(current.name)) }] : []),
      { name: "Save this view…", act: () => setAsking("save") },
      { name: "Copy link", act: copyLink },
      ...(current ? [{ name: `Rename the view “${current.name}”…`, act: () => setAsking("rename") }] : []),
    ],
    "views",
  );
  return (
    <>
      <Menu
        trigger={
          <Button icon={current ? <BookmarkCheck /> : <Bookmark />} className={styles.trigger} data-testid="views" aria-label={current ? `View ${current.name}${changed ? ", changed" : ""}` : "Views"}>
            <span className="clip">{current?.name ?? "Views"}</span>
            {changed && <i className={styles.dot} title="Not as it was saved" />}
          </Button>
        }
      >
        {saved.views.map((view) => (
          <MenuItem key={view.name} icon={view.name === saved.usual ? <House /> : <Bookmark />} onSelect={() => show(view)}>
            <span className={`clip ${styles.name}`} data-current={view === current || undefined}>
              {view.name}
            </span>
          </MenuItem>
        ))}
        <MenuItem icon={<Undo2 />} disabled={state.saved === undefined && Object.keys(state).length === 0} onSelect={() => open({ saved: "" })}>
          The table as it comes
        </MenuItem>
        <MenuLine />
        {current && changed && (
          <>
            <MenuItem icon={<Save />} onSelect={() => told(save(current.name))}>
              Save changes
            </MenuItem>
            <MenuItem icon={<Undo2 />} onSelect={() => show(current)}>
              Back to what was saved
            </MenuItem>
          </>
        )}
        <MenuItem icon={<CopyPlus />} onSelect={() => setAsking("save")}>
          {current ? "Save as…" : "Save this view…"}
        </MenuItem>
        <MenuItem icon={<Copy />} onSelect={copyLink}>
          Copy link
        </MenuItem>
        {current && (
          <>
            <MenuLine />
            <MenuItem icon={<House />} onSelect={() => told(saved.setUsual(saved.usual === current.name ? undefined : current.name))}>
              {saved.usual === current.name ? "No longer open for everybody" : "Open for everybody"}
            </MenuItem>
            <MenuItem icon={<Pencil />} onSelect={() => setAsking("rename")}>
              Rename…
            </MenuItem>
            <MenuItem icon={<Trash2 />} danger onSelect={() => told(saved.remove(current.name))}>
              Delete view
            </MenuItem>
          </>
        )}
      </Menu>
      <NameDialog
        open={asking === "save"}
        onClose={() => setAsking(null)}
        title="Save this view"
        label="Name"
        action="Save"
        act={async (name) => {
          unused(name);
          await save(name);
        }}
      />
      <NameDialog
        open={asking === "rename" && current !== undefined}
        initial={current?.name}
        onClose={() => setAsking(null)}
        title="Rename the view"
        label="Name"
        action="Rename"
        act={async (name) => {
          unused(name);
          if (!current) return;
          await saved.rename(current.name, name);
          change({ saved: name });
        }}
      />
    </>
  );
}
