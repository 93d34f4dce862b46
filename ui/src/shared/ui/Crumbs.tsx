import { Children, Fragment, type ReactNode } from "react";

import styles from "./Crumbs.module.css";

interface CrumbsProps {
  /** The way from the top to this page, the page's heading last. */
  children: ReactNode;
}

/** Where one is, in the head of a page. */
export const Crumbs = ({ children }: CrumbsProps) => (
  <div className={styles.crumbs}>
    {Children.toArray(children).map((crumb, i) => (
      <Fragment key={i}>
        {i > 0 && <span aria-hidden>/</span>}
        {crumb}
      </Fragment>
    ))}
  </div>
);
