import { clipped, type Pen, TEXT_SIZE } from "./pen";

/** Draws on a canvas of the page. */
export function canvasPen(to: CanvasRenderingContext2D, font: string): Pen {
  const path = (points: readonly number[]) => {
    to.moveTo(points[0] as number, points[1] as number);
    for (let i = 2; i < points.length; i += 2) to.lineTo(points[i] as number, points[i + 1] as number);
  };
  const paint = ({ fill, stroke, width = 1, alpha = 1 }: { fill?: string; stroke?: string; width?: number; alpha?: number }) => {
    to.globalAlpha = alpha;
    if (fill) {
      to.fillStyle = fill;
      to.fill();
    }
    if (stroke) {
      to.strokeStyle = stroke;
      to.lineWidth = width;
      to.stroke();
    }
    to.globalAlpha = 1;
  };
  return {
    line: (points, { stroke, width = 1, alpha = 1, dash }) => {
      to.beginPath();
      path(points);
      if (dash) to.setLineDash([...dash]);
      paint({ stroke, width, alpha });
      if (dash) to.setLineDash([]);
    },
    area: (rings, fill, alpha = 1) => {
      to.beginPath();
      for (const ring of rings) {
        path(ring);
        to.closePath();
      }
      to.globalAlpha = alpha;
      to.fillStyle = fill;
      to.fill("evenodd");
      to.globalAlpha = 1;
    },
    rect: (x, y, width, height, look) => {
      to.beginPath();
      to.rect(x, y, width, height);
      paint(look);
    },
    dot: (x, y, radius, look) => {
      to.beginPath();
      to.arc(x, y, radius, 0, 2 * Math.PI);
      paint(look);
    },
    text: (x, y, text, { fill, size = TEXT_SIZE, weight = 400, align = "left", upright, most }) => {
      to.font = `${weight} ${size}px ${font}`;
      to.fillStyle = fill;
      to.textAlign = align;
      to.textBaseline = "middle";
      const shown = clipped(text, most, size);
      if (!upright) {
        to.fillText(shown, x, y);
        return;
      }
      to.save();
      to.translate(x, y);
      to.rotate(-Math.PI / 2);
      to.fillText(shown, 0, 0);
      to.restore();
    },
    inside: (x, y, width, height, draw) => {
      to.save();
      to.beginPath();
      to.rect(x, y, width, height);
      to.clip();
      draw();
      to.restore();
    },
  };
}
