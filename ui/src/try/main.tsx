import "@/shared/styles/tokens.css";
import "@/shared/styles/base.css";
import "@/shared/styles/forms.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { ScoringPage } from "./ScoringPage";

const root = document.getElementById("root");
if (!root) throw new Error("try.html has no #root");

createRoot(root).render(
  <StrictMode>
    <ScoringPage />
  </StrictMode>,
);
