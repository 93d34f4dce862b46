import { Maximize, ZoomIn, ZoomOut } from "lucide-react";
import { useState } from "react";

import { baseName, formatBytes } from "@/shared/format";
import { Button, IconButton } from "@/shared/ui/Button";
import { ScrollRegion } from "@/shared/ui/ScrollRegion";

import styles from "./Image.module.css";
import type { FileRef } from "./viewers";

/** Larger pictures are downloaded, not shown. */
const MOST_BYTES = 30_000_000;
const ZOOMS = [0.1, 0.25, 0.5, 1, 2, 4, 8, 16] as const;

/** A picture: as large as there is room, or at a zoom of one's own. Chequers show where it is transparent. */
export default function ImageView({ url, path, size = 0 }: FileRef) {
  const [zoom, setZoom] = useState<number | "fit">("fit");
  const [extent, setExtent] = useState<{ width: number; height: number }>();
  const [broken, setBroken] = useState(false);
  if (size > MOST_BYTES) return <p className={styles.none}>This picture is too large to be shown here ({formatBytes(size)}). Download it to look at it.</p>;
  if (broken) return <p className={styles.none}>The browser cannot show this picture. Download it to look at it.</p>;
  const current = zoom === "fit" ? 1 : zoom;
  const nearer = ZOOMS.find((step) => step > current);
  const farther = ZOOMS.findLast((step) => step < current);
  return (
    <>
      <div className={styles.tools} role="toolbar" aria-label="Picture">
        {extent && (
          <span className="dim num">
            {extent.width} × {extent.height}
          </span>
        )}
        <span className="grow" />
        <span className="dim num" aria-live="polite">
          {zoom === "fit" ? "Fit" : `${zoom * 100} %`}
        </span>
        <IconButton label="Smaller" disabled={!farther} onClick={() => farther && setZoom(farther)}>
          <ZoomOut />
        </IconButton>
        <IconButton label="Larger" disabled={!nearer} onClick={() => nearer && setZoom(nearer)}>
          <ZoomIn />
        </IconButton>
        <IconButton label="Fit" onClick={() => setZoom("fit")}>
          <Maximize />
        </IconButton>
        <Button look="ghost" onClick={() => setZoom(1)}>
          100 %
        </Button>
      </div>
      <ScrollRegion label="Picture" className={styles.room}>
        <img
          src={url}
          alt={baseName(path)}
          className={styles.image}
          data-fit={zoom === "fit" || undefined}
          data-coarse={(zoom !== "fit" && zoom > 1) || undefined}
          style={zoom === "fit" || !extent ? undefined : { width: extent.width * zoom }}
          onLoad={({ currentTarget }) => setExtent({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })}
          onError={() => setBroken(true)}
        />
      </ScrollRegion>
    </>
  );
}
