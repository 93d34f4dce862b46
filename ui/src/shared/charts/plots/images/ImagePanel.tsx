import { useMemo } from "react";

import { Failed, Waiting } from "@/shared/ui/State";

import type { PanelViewProps } from "../../board/contract";
import panelStyles from "../panel/Panel.module.css";
import { ImageGrid } from "./ImageGrid";
import type { ImageSettings } from "./settings";
import { type Row, rowsWith } from "./tiles";
import { imageRuns, useImages } from "./useImages";

export default function ImagePanel(panel: PanelViewProps<ImageSettings>) {
  const { runs, settings, height } = panel;
  const { path } = settings;
  const found = useImages(runs);
  const key = settings.key ?? found.keys[0];
  const rows = useMemo<Row[]>(
    () => (path !== undefined ? imageRuns(runs).map((run) => ({ run, images: [{ key: path, step: 0, timestamp: 0, path }] })) : key === undefined ? [] : rowsWith(found.runs, key)),
    [path, key, runs, found.runs],
  );
  if (found.error && rows.length === 0) return <Failed error={found.error} />;
  if (rows.length === 0 && found.pending) return <Waiting rows={4} />;
  if (rows.length === 0)
    return (
      <p className={panelStyles.note} style={{ height }}>
        {settings.key ? `No run that is shown has images named ${settings.key}.` : "No run that is shown has logged images: mlflow.log_image(image, key=…, step=…) does."}
      </p>
    );
  return <ImageGrid {...panel} rows={rows} stepless={path !== undefined} name={path ?? key ?? ""} />;
}
