import { Plus, RotateCcw, ZoomOut } from "lucide-react";
import { useRef } from "react";

import { useKeys } from "../../keys";
import { Button, IconButton } from "../../ui/Button";
import { Search } from "../../ui/Search";
import styles from "./Board.module.css";
import type { BoardContext } from "./contract";
import { LookTools } from "./LookTools";
import { type BoardState, isArranged } from "./state";
import type { Edits } from "./useEdits";

/** What one does to the board as a whole. */
export function BoardTools({ context, state, edits }: { context: BoardContext; state: BoardState; edits: Edits }) {
  const search = useRef<HTMLInputElement>(null);
  useKeys({ "/": () => search.current?.focus() });
  return (
    <div className={styles.tools}>
      <Search inputRef={search} value={state.find ?? ""} onChange={edits.find} placeholder="Search metrics" width={200} />
      <Button icon={<Plus />} onClick={() => edits.edit("")}>
        Add chart
      </Button>
      {isArranged(state) && (
        <IconButton label="Reset the board" onClick={edits.reset}>
          <RotateCcw />
        </IconButton>
      )}
      {state.look?.zoom && (
        <Button look="ghost" icon={<ZoomOut />} onClick={() => edits.look({ zoom: undefined })}>
          Reset zoom
        </Button>
      )}
      <span className="grow" />
      <LookTools context={context} change={edits.look} />
    </div>
  );
}
