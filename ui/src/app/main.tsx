import "@/shared/styles/tokens.css";
import "@/shared/styles/base.css";
import "@/shared/styles/forms.css";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { Tooltip } from "radix-ui";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { ApiError } from "@/api/client";

import { makeRouter } from "./router";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays a refusal; only an absent server is asked again.
      retry: (count, error) => error instanceof ApiError && error.isUnreachable && count < 2,
      refetchOnWindowFocus: false,
      // The server may be on this very machine: that the browser calls itself offline says nothing.
      networkMode: "always",
      staleTime: 5_000,
    },
  },
});

const router = makeRouter();
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Tooltip.Provider delayDuration={350}>
        <RouterProvider router={router} />
      </Tooltip.Provider>
    </QueryClientProvider>
  </StrictMode>,
);
