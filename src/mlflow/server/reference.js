// The two things on the reference page that move: the search box, and the forms that try a request.
"use strict";

document.getElementById("find").addEventListener("input", (event) => {
  const wanted = event.target.value.toLowerCase();
  for (const operation of document.querySelectorAll(".operation")) {
    operation.hidden = !operation.querySelector("summary").textContent.toLowerCase().includes(wanted);
  }
});

document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const output = form.querySelector("pre");
  const { method } = form.dataset;
  let { path } = form.dataset;
  const query = new URLSearchParams();
  const body = [];
  for (const line of form.querySelector("textarea").value.split("\n")) {
    const pair = /^\s*(\w+)=(.*)$/.exec(line);
    if (pair && path.includes(`{${pair[1]}}`)) path = path.replace(`{${pair[1]}}`, encodeURIComponent(pair[2]));
    else if (pair && method === "GET") query.append(pair[1], pair[2]);
    else body.push(line);
  }
  const root = location.pathname.replace(/\/docs\/?$/, "") + document.body.dataset.root;
  const asked = query.size ? `?${query}` : "";
  const options = { method };
  if (method !== "GET") {
    options.body = body.join("\n").trim() || "{}";
    options.headers = { "Content-Type": "application/json" };
  }
  output.hidden = false;
  try {
    const answer = await fetch(`${root}${path}${asked}`, options);
    const text = await answer.text();
    let shown = text;
    try {
      shown = JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      // a file, shown as it is
    }
    output.textContent = `${answer.status} ${answer.statusText}\n${shown.slice(0, 100000)}`;
  } catch (error) {
    output.textContent = String(error);
  }
});

if (location.hash) {
  const named = document.getElementById(location.hash.slice(1));
  if (named) named.open = true;
}
window.addEventListener("hashchange", () => {
  const named = document.getElementById(location.hash.slice(1));
  if (named) named.open = true;
});
