import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Download } from "lucide-react";
import { useEffect } from "react";

import { artifactUrl } from "@/api/artifacts";
import { baseName } from "@/shared/format";
import { IconButton } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";

import styles from "./Images.module.css";
import { neighbour, type Row, type Tile } from "./tiles";

interface ImageDialogProps {
  rows: readonly Row[];
  tile: Tile;
  name: string;
  stepless: boolean;
  move: (tile: Tile) => void;
  close: () => void;
}

const WAYS = [
  ["ArrowLeft", "Step before", ArrowLeft],
  ["ArrowRight", "Next step", ArrowRight],
  ["ArrowUp", "Run above", ArrowUp],
  ["ArrowDown", "Run below", ArrowDown],
] as const;

/** One image as large as it is; arrow keys go to other steps and runs. */
export function ImageDialog({ rows, tile, name, stepless, move, close }: ImageDialogProps) {
  const url = artifactUrl({ runId: tile.run.runId }, tile.path);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const way = WAYS.find(([key]) => key === event.key)?.[0];
      if (!way) return;
      event.preventDefault();
      move(neighbour(rows, tile, way));
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [rows, tile, move]);
  return (
    <Dialog open onClose={close} title={name} wide>
      <div className={styles.large}>
        <img src={url} alt={`${name} of ${tile.run.label}`} onLoad={({ currentTarget: image }) => image.toggleAttribute("data-tiny", image.naturalWidth <= 64)} />
      </div>
      <footer className={styles.foot}>
        <span className={styles.run}>
          <i style={{ background: tile.run.colour }} />
          <span className="clip">{tile.run.label}</span>
        </span>
        {!stepless && <span className="num dim">step {tile.step?.toLocaleString("en")}</span>}
        <span className="grow" />
        {WAYS.filter(([key]) => !stepless || key === "ArrowUp" || key === "ArrowDown").map(([key, label, Icon]) => (
          <IconButton key={key} label={label} disabled={neighbour(rows, tile, key) === tile} onClick={() => move(neighbour(rows, tile, key))}>
            <Icon />
          </IconButton>
        ))}
        <a className={styles.download} href={url} download={baseName(tile.path)} aria-label="Download">
          <Download aria-hidden />
        </a>
      </footer>
    </Dialog>
  );
}
