import Papa from "papaparse";
import { useMemo } from "react";

import { SheetView } from "./SheetView";
import type { Sheet } from "./sheets";

export default function CsvView({ text, cut }: { text: string; cut: boolean }) {
  const sheet = useMemo<Sheet>(() => {
    const [columns = [], ...rows] = Papa.parse<string[]>(text, { skipEmptyLines: true }).data;
    // The last line of a beginning is a piece of a line.
    return { columns, rows: cut ? rows.slice(0, -1) : rows };
  }, [text, cut]);
  return <SheetView sheet={sheet} />;
}
