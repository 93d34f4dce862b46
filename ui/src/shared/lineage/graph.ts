/** What something came from and what came of it, laid out from left to right. */

export interface GraphNode {
  id: string;
  /** Left to right: what something was made of stands in a lower layer. */
  layer: number;
}

export interface Edge {
  from: string;
  to: string;
}

export const NODE = { width: 184, height: 46, across: 46, down: 12 } as const;

type Placed<N extends GraphNode> = N & { x: number; y: number };

interface Layout<N extends GraphNode> {
  nodes: Placed<N>[];
  /** A curve for each edge, as an SVG path. */
  curves: string[];
  width: number;
  height: number;
}

/** Places for the nodes: a column a layer that has any, each in the middle of the height; in it, nodes stand beside what they were made of. */
export function laidOut<N extends GraphNode>(nodes: readonly N[], edges: readonly Edge[]): Layout<N> {
  const layers = [...new Set(nodes.map(({ layer }) => layer))].sort((a, b) => a - b).map((layer) => nodes.filter((node) => node.layer === layer));
  const heightOf = (count: number) => count * NODE.height + (count - 1) * NODE.down;
  const height = Math.max(0, ...layers.map((layer) => heightOf(layer.length)));
  const at = new Map<string, Placed<N>>();
  const origin = (node: N): number => {
    const above = edges.filter(({ to }) => to === node.id).flatMap(({ from }) => at.get(from)?.y ?? []);
    return above.length ? above.reduce((sum, y) => sum + y, 0) / above.length : Infinity;
  };
  layers.forEach((layer, column) => {
    const sorted = layer.map((node) => ({ node, origin: origin(node) })).sort((a, b) => (a.origin === b.origin ? 0 : a.origin - b.origin));
    const x = column * (NODE.width + NODE.across);
    const top = (height - heightOf(layer.length)) / 2;
    sorted.forEach(({ node }, row) => at.set(node.id, { ...node, x, y: top + row * (NODE.height + NODE.down) }));
  });
  const curves = edges.flatMap(({ from, to }) => {
    const [a, b] = [at.get(from), at.get(to)];
    if (!a || !b) return [];
    const [x1, y1, x2, y2] = [a.x + NODE.width, a.y + NODE.height / 2, b.x, b.y + NODE.height / 2];
    const middle = (x1 + x2) / 2;
    return [`M${x1},${y1}C${middle},${y1} ${middle},${y2} ${x2},${y2}`];
  });
  return { nodes: [...at.values()], curves, width: Math.max(0, layers.length * (NODE.width + NODE.across) - NODE.across), height };
}
