import { type ReactNode, useMemo } from "react";

import { type Edge, type GraphNode, laidOut, NODE } from "./graph";
import styles from "./Lineage.module.css";

export interface LineageNode extends GraphNode {
  title: string;
  /** A second line: a digest, a status, aliases. */
  note: string;
}

/** How a node is drawn and called. */
interface Look {
  icon: ReactNode;
  /** What it is to the others, for those who do not see where it stands. */
  relation: string;
  /** Whether it is what the page is about. */
  current?: boolean;
}

/** What the element of a node has, whether it is a link or not. */
export interface NodeProps {
  className: string | undefined;
  "data-current": true | undefined;
  children: ReactNode;
}

interface LineageGraphProps<N extends LineageNode> {
  label: string;
  nodes: readonly N[];
  edges: readonly Edge[];
  look: (node: N) => Look;
  /** The link that a node is, or what it is else. */
  target: (node: N, props: NodeProps) => ReactNode;
}

/** What something was made of and what was made of it, in the order in which one was made of the other. It is a list to those who do not see it. */
export function LineageGraph<N extends LineageNode>({ label, nodes, edges, look, target }: LineageGraphProps<N>) {
  const layout = useMemo(() => laidOut(nodes, edges), [nodes, edges]);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className={styles.room} tabIndex={0} role="region" aria-label={label}>
      <div className={styles.graph} style={{ width: layout.width, height: layout.height }}>
        <svg aria-hidden width={layout.width} height={layout.height}>
          {layout.curves.map((curve) => (
            <path key={curve} d={curve} />
          ))}
        </svg>
        <ul>
          {layout.nodes.map((node) => {
            const { icon, relation, current } = look(node);
            const children = (
              <>
                {icon}
                <span className={styles.words}>
                  <span className="sr-only">{relation}: </span>
                  <span className="clip" title={node.title}>
                    {node.title}
                  </span>
                  <span className={`clip ${styles.note}`}>{node.note}</span>
                </span>
              </>
            );
            return (
              <li key={node.id} style={{ left: node.x, top: node.y, width: NODE.width, height: NODE.height }} aria-current={current ? "true" : undefined}>
                {target(node, { className: styles.node, "data-current": current || undefined, children })}
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}
