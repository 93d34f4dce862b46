import { useQuery } from "@tanstack/react-query";
import type { PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist";
import { useEffect, useRef, useState } from "react";

import { plural } from "@/shared/format";
import { Button } from "@/shared/ui/Button";
import { Failed, Waiting } from "@/shared/ui/State";

import styles from "./Pdf.module.css";
import type { FileRef } from "./viewers";

/** Pages that are there at first; more come on demand. */
const STEP = 20;
const WIDEST = 900;

/**
 * A document, drawn by pdf.js. The browser's own viewer cannot be used: files are sent as attachments that nothing may
 * frame, so that none of them acts in the name of this server.
 */
export default function PdfView({ url }: FileRef) {
  const query = useQuery({
    queryKey: ["pdf", url],
    queryFn: async ({ signal }) => (await import("./pdf")).openPdf(url, signal),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  const [most, setMost] = useState(STEP);
  const opened = query.data;
  // Its worker holds what was read of it until it is told that nobody looks any more.
  useEffect(() => () => void opened?.loadingTask.destroy(), [opened]);
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} advice="Download the file to open it in another program." />;
  if (!opened) return <Waiting />;
  const { numPages } = opened;
  return (
    <div className={styles.pages}>
      <p className="dim">{plural(numPages, "page")}</p>
      {Array.from({ length: Math.min(numPages, most) }, (_, i) => (
        <Page key={i} document={opened} number={i + 1} />
      ))}
      {numPages > most && <Button onClick={() => setMost(most + STEP)}>Show {Math.min(STEP, numPages - most)} more pages</Button>}
    </div>
  );
}

function Page({ document, number }: { document: PDFDocumentProxy; number: number }) {
  const room = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [near, setNear] = useState(number <= 2);
  useEffect(() => {
    if (near || !room.current) return undefined;
    const observer = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && setNear(true), { rootMargin: "600px" });
    observer.observe(room.current);
    return () => observer.disconnect();
  }, [near]);
  const page = useQuery({
    queryKey: ["pdf", document.fingerprints, number],
    queryFn: async () => {
      const read = await document.getPage(number);
      const { items } = await read.getTextContent();
      return { page: read, text: items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join("") };
    },
    enabled: near,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  const found = page.data?.page;
  useEffect(() => (found && canvas.current && room.current ? draw(found, canvas.current, room.current.clientWidth) : undefined), [found]);
  return (
    <section ref={room} className={styles.page} aria-label={`Page ${number}`}>
      <canvas ref={canvas} aria-hidden />
      <p className="sr-only">{page.data?.text}</p>
      {page.error && <p className="dim">This page cannot be drawn: {page.error.message}</p>}
    </section>
  );
}

/** Draws a page as wide as there is room; answers what stops it. */
function draw(page: PDFPageProxy, canvas: HTMLCanvasElement, room: number): () => void {
  const natural = page.getViewport({ scale: 1 });
  const width = Math.min(WIDEST, room);
  const viewport = page.getViewport({ scale: (width / natural.width) * devicePixelRatio });
  canvas.width = viewport.width;
  canvas.height = viewport.height;
  canvas.style.width = `${width}px`;
  const task = page.render({ canvas, viewport });
  task.promise.catch(() => undefined); // stopped, because something else is shown
  return () => task.cancel();
}
