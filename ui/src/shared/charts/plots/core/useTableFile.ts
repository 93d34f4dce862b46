import { type Ref, useImperativeHandle } from "react";

import { useTheme } from "@/shared/theme";

import type { Exportable, Table } from "../../export/exportable";
import { plotPNG, plotSVG } from "./files";
import { tableScene } from "./tableScene";

/** Makes a panel that shows rows able to give them away, also as a picture. `table` is the same while the rows are. */
export function useTableFile(ref: Ref<Exportable> | undefined, name: string, table: () => Table): void {
  const theme = useTheme();
  useImperativeHandle(
    ref,
    (): Exportable => ({
      name,
      toSVG: () => {
        const { scene, size } = tableScene(table());
        return plotSVG(name, scene, size, theme);
      },
      toPNG: () => {
        const { scene, size } = tableScene(table());
        return plotPNG(name, scene, size, theme);
      },
      rows: table,
    }),
    [name, table, theme],
  );
}
