import { clipped, type FillLook, type Pen, TEXT_SIZE } from "./pen";
import type { Size } from "./scene";

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] as string);
const short = (value: number): string => String(Math.round(value * 100) / 100);

const path = (points: readonly number[]): string => {
  let text = "";
  for (let i = 0; i < points.length; i += 2) text += `${i ? "L" : "M"}${short(points[i] as number)},${short(points[i + 1] as number)}`;
  return text;
};

const looks = ({ fill, stroke, width = 1, alpha = 1 }: FillLook): string =>
  `fill="${fill ?? "none"}"${stroke ? ` stroke="${stroke}" stroke-width="${width}"` : ""}${alpha < 1 ? ` opacity="${alpha}"` : ""}`;

/** Draws what follows further down. */
type Lower = (by: number, draw: () => void) => void;

/** Writes the picture as the text of an SVG file. */
export function svgPicture({ width, height }: Size, look: { font: string; ground: string; title: string }, draw: (pen: Pen, lower: Lower) => void): string {
  const out: string[] = [];
  const clips: string[] = [];
  const pen: Pen = {
    line: (points, { stroke, width: thick = 1, alpha = 1, dash }) =>
      out.push(`<path d="${path(points)}" ${looks({ stroke, width: thick, alpha })}${dash ? ` stroke-dasharray="${dash.join(" ")}"` : ""}/>`),
    area: (rings, fill, alpha = 1) => out.push(`<path d="${rings.map((ring) => `${path(ring)}Z`).join("")}" fill-rule="evenodd" ${looks({ fill, alpha })}/>`),
    rect: (x, y, w, h, fill) => out.push(`<rect x="${short(x)}" y="${short(y)}" width="${short(Math.max(0, w))}" height="${short(Math.max(0, h))}" ${looks(fill)}/>`),
    dot: (x, y, radius, fill) => out.push(`<circle cx="${short(x)}" cy="${short(y)}" r="${short(radius)}" ${looks(fill)}/>`),
    text: (x, y, text, { fill, size = TEXT_SIZE, weight = 400, align = "left", upright, most }) => {
      const anchor = align === "left" ? "start" : align === "right" ? "end" : "middle";
      const turn = upright ? ` transform="rotate(-90 ${short(x)} ${short(y)})"` : "";
      const words = escaped(clipped(text, most, size));
      out.push(`<text x="${short(x)}" y="${short(y)}" dy=".35em" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}" fill="${fill}"${turn}>${words}</text>`);
    },
    inside: (x, y, w, h, rest) => {
      const id = `clip${clips.length}`;
      clips.push(`<clipPath id="${id}"><rect x="${short(x)}" y="${short(y)}" width="${short(w)}" height="${short(h)}"/></clipPath>`);
      out.push(`<g clip-path="url(#${id})">`);
      rest();
      out.push("</g>");
    },
  };
  draw(pen, (by, rest) => {
    out.push(`<g transform="translate(0 ${by})">`);
    rest();
    out.push("</g>");
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(look.font)}">`,
    `<title>${escaped(look.title)}</title>`,
    clips.length ? `<defs>${clips.join("")}</defs>` : "",
    `<rect width="${width}" height="${height}" fill="${look.ground}"/>`,
    ...out,
    "</svg>",
  ].join("");
}
